package dev.freshet.engine.protocol;

import org.jspecify.annotations.Nullable;

/// Who published, joined or left.
///
/// @param user the user's id, may be empty
/// @param client the connection's id
public record ClientInfo(
        String user, String client, @Nullable Payload connInfo, @Nullable Payload chanInfo) {}
