package dev.freshet.engine.client;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What an embedding program does about its clients' commands. An operation without a handler is
/// refused with 108.
///
/// @param connect null accepts everybody whom the HTTP layer gave credentials
/// @param message null closes a connection that sends a message, with 3508
public record EventHandlers(
        @Nullable EventHandler<ConnectEvent, ConnectReply> connect,
        @Nullable EventHandler<SubscribeEvent, SubscribeReply> subscribe,
        @Nullable EventHandler<PublishEvent, PublishReply> publish,
        @Nullable EventHandler<RpcEvent, RpcReply> rpc,
        @Nullable Consumer<MessageEvent> message,
        Consumer<UnsubscribeEvent> unsubscribed,
        Consumer<DisconnectEvent> disconnected) {}
