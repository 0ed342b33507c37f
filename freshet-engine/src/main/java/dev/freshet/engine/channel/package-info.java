/// What a channel offers: history, recovery, presence and the rest, per channel or by pattern.
///
/// Values and the grammar of patterns; knows the protocol package and nothing else. Start at
/// `ChannelOptions`, and at `ChannelOptionsTable` for the patterns.
@NullMarked
package dev.freshet.engine.channel;

import org.jspecify.annotations.NullMarked;
