/// What panels query and `ds/<uid>/…` channels stream from: their settings, with their secrets.
///
/// [DataSources] is the way in: every question is answered from memory, from any thread; the
/// database's writing thread changes the tables. Uses `config`, `storage`, `http` and `problem`,
/// and of channels only what their names may be; knows no plugins.
@NullMarked
package dev.freshet.server.datasource;

import org.jspecify.annotations.NullMarked;
