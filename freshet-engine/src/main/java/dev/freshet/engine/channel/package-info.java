/// What a channel offers: history, recovery, presence and the rest, per channel or by pattern.
///
/// Values only; knows the protocol package and nothing else. Start at `ChannelOptions`.
@NullMarked
package dev.freshet.engine.channel;

import org.jspecify.annotations.NullMarked;
