/// Who is subscribed here: per event loop a [LoopHub] with its [Group]s, and a [ChannelTable] that
/// says which loops have a channel.
///
/// A group belongs to its loop and needs no lock; other threads only put publications into its
/// bounded queue. Knows nothing of clients but the [Subscriber] interface. Start at [Hub].
@NullMarked
package dev.freshet.engine.hub;

import org.jspecify.annotations.NullMarked;
