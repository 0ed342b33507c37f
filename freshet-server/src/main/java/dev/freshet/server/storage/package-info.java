/// The tables: [Database] runs work on its own few threads, [Schema] brings the file up to date.
///
/// What the tables mean belongs to the features; this package knows connections, transactions and
/// files. JDBC never runs on an event loop or directly on a virtual thread.
@NullMarked
package dev.freshet.server.storage;

import org.jspecify.annotations.NullMarked;
