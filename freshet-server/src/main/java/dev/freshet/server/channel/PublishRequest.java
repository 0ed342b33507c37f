package dev.freshet.server.channel;

import dev.freshet.server.auth.SignedInUser;

/// Somebody wants to publish.
///
/// @param data one JSON value
/// @param opened true when a [ChannelRule] opens the channel to this user, who has its role
public record PublishRequest(SignedInUser user, OrgChannel channel, Json data, boolean opened) {}
