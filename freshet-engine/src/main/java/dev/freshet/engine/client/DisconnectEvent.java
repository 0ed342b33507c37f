package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Disconnect;
import org.jspecify.annotations.Nullable;

/// An accepted connection has ended.
///
/// @param disconnect why the server closed it; null when the client or the network did
public record DisconnectEvent(Client client, @Nullable Disconnect disconnect) {}
