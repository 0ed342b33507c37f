/// Loki: metrics over logs are asked again and again; logs themselves are followed as Loki tells
/// them.
///
/// Start with [LokiType]. [LogQuery] reads what there is by [LinePages] and what is new by [Tail],
/// and leaves out by [Seen] what comes by both ways.
@NullMarked
package dev.freshet.sources.loki;

import org.jspecify.annotations.NullMarked;
