/// Streams with a runner: channels whose data comes from a [dev.freshet.source.StreamSource] while
/// somebody is subscribed.
///
/// [RunStreams] is the one place that decides who runs a channel's stream; [SourceHandler] asks the
/// source about subscribers and publishers. Sources run on virtual threads. Start at
/// [SourceHandler].
@NullMarked
package dev.freshet.server.pluginstream;

import org.jspecify.annotations.NullMarked;
