/// What an in-process data source compiles against: [StreamSource] with its three calls, and
/// [Frame], a table of typed columns over primitive arrays.
///
/// Start with [Frame] to see what a stream carries, then [StreamSource]. Values are immutable and
/// cross threads freely; the columns' builders belong to one thread. Uses nothing but the JDK.
@NullMarked
package dev.freshet.source;

import org.jspecify.annotations.NullMarked;
