package dev.freshet.server.channel;

import dev.freshet.server.auth.SignedInUser;

/// Somebody wants to subscribe.
///
/// @param data the JSON that the client sent along, empty when none
public record SubscribeRequest(SignedInUser user, OrgChannel channel, Json data) {}
