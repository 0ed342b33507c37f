package dev.freshet.server.channel;

import dev.freshet.engine.channel.ChannelPattern;
import dev.freshet.server.auth.Role;
import org.jspecify.annotations.Nullable;

/// What `[freshet.channel.<name>]` says about the channels of a pattern.
///
/// @param subscribe the least role to subscribe, null: as without the rule
/// @param publish the least role to publish; it opens channels of the scope `stream`, which are
///   closed otherwise
public record ChannelRule(
        String name, ChannelPattern pattern, @Nullable Role subscribe, @Nullable Role publish) {}
