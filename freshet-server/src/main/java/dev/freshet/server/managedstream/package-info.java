/// Streams whose frames the server keeps, so that a new subscriber sees something at once.
///
/// Start with [ManagedStreams], the door for pushes; a [ManagedStream] numbers and publishes the
/// frames of one channel under its own short lock, and [StreamSchema] is the union of what it has
/// seen. Uses `frame`; knows neither HTTP nor the engine, to which [StreamPublisher] is the way.
@NullMarked
package dev.freshet.server.managedstream;

import org.jspecify.annotations.NullMarked;
