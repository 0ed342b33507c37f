/// Grafana Live's HTTP API but for push: publish, list and info under `/api/live`.
///
/// [LiveApi] has the routes and runs on the connection's loop. What it needs from the engine and
/// the streams stands behind [ChannelPublisher] and [LiveDirectory].
@NullMarked
package dev.freshet.server.live;

import org.jspecify.annotations.NullMarked;
