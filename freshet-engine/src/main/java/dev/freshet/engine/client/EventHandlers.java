package dev.freshet.engine.client;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What an embedding program does about its clients' commands. An operation without a handler is
/// refused with 108.
///
/// Filled before the first client comes; not changed afterwards. Handlers are called on the
/// client's event loop and must not block.
public final class EventHandlers {
    private @Nullable EventHandler<ConnectEvent, ConnectReply> connect;
    private @Nullable EventHandler<SubscribeEvent, SubscribeReply> subscribe;
    private @Nullable EventHandler<PublishEvent, PublishReply> publish;
    private @Nullable EventHandler<PresenceEvent, PresenceReply> presence;
    private @Nullable EventHandler<PresenceEvent, PresenceReply> presenceStats;
    private @Nullable EventHandler<HistoryEvent, HistoryReply> history;
    private @Nullable EventHandler<RpcEvent, RpcReply> rpc;
    private @Nullable EventHandler<RefreshEvent, RefreshReply> refresh;
    private @Nullable EventHandler<SubRefreshEvent, RefreshReply> subRefresh;
    private @Nullable Consumer<MessageEvent> message;
    private @Nullable Function<CacheEmptyEvent, CompletionStage<Boolean>> cacheEmpty;
    private @Nullable CommandHook hook;
    private Function<String, @Nullable SnapshotSource> snapshots = channel -> null;
    private Consumer<UnsubscribeEvent> unsubscribed = event -> {};
    private Consumer<DisconnectEvent> disconnected = event -> {};

    /// Null accepts everybody whom the HTTP layer gave credentials.
    @Nullable EventHandler<ConnectEvent, ConnectReply> connect() {
        return connect;
    }

    public EventHandlers connect(EventHandler<ConnectEvent, ConnectReply> handler) {
        connect = handler;
        return this;
    }

    @Nullable EventHandler<SubscribeEvent, SubscribeReply> subscribe() {
        return subscribe;
    }

    public EventHandlers subscribe(EventHandler<SubscribeEvent, SubscribeReply> handler) {
        subscribe = handler;
        return this;
    }

    @Nullable EventHandler<PublishEvent, PublishReply> publish() {
        return publish;
    }

    public EventHandlers publish(EventHandler<PublishEvent, PublishReply> handler) {
        publish = handler;
        return this;
    }

    @Nullable EventHandler<PresenceEvent, PresenceReply> presence() {
        return presence;
    }

    public EventHandlers presence(EventHandler<PresenceEvent, PresenceReply> handler) {
        presence = handler;
        return this;
    }

    @Nullable EventHandler<PresenceEvent, PresenceReply> presenceStats() {
        return presenceStats;
    }

    public EventHandlers presenceStats(EventHandler<PresenceEvent, PresenceReply> handler) {
        presenceStats = handler;
        return this;
    }

    @Nullable EventHandler<HistoryEvent, HistoryReply> history() {
        return history;
    }

    public EventHandlers history(EventHandler<HistoryEvent, HistoryReply> handler) {
        history = handler;
        return this;
    }

    @Nullable EventHandler<RpcEvent, RpcReply> rpc() {
        return rpc;
    }

    public EventHandlers rpc(EventHandler<RpcEvent, RpcReply> handler) {
        rpc = handler;
        return this;
    }

    /// Also asked, without a token, when a connection that the server refreshes expires.
    @Nullable EventHandler<RefreshEvent, RefreshReply> refresh() {
        return refresh;
    }

    public EventHandlers refresh(EventHandler<RefreshEvent, RefreshReply> handler) {
        refresh = handler;
        return this;
    }

    /// Also asked, without a token, when a subscription that the server refreshes expires.
    @Nullable EventHandler<SubRefreshEvent, RefreshReply> subRefresh() {
        return subRefresh;
    }

    public EventHandlers subRefresh(EventHandler<SubRefreshEvent, RefreshReply> handler) {
        subRefresh = handler;
        return this;
    }

    /// Null closes a connection that sends a message, with 3508.
    @Nullable Consumer<MessageEvent> message() {
        return message;
    }

    public EventHandlers message(Consumer<MessageEvent> handler) {
        message = handler;
        return this;
    }

    /// Fills an empty cache; true when there is something now.
    @Nullable Function<CacheEmptyEvent, CompletionStage<Boolean>> cacheEmpty() {
        return cacheEmpty;
    }

    public EventHandlers cacheEmpty(Function<CacheEmptyEvent, CompletionStage<Boolean>> handler) {
        cacheEmpty = handler;
        return this;
    }

    /// The state of a channel for whom the server subscribes.
    Function<String, @Nullable SnapshotSource> snapshots() {
        return snapshots;
    }

    public EventHandlers snapshots(Function<String, @Nullable SnapshotSource> source) {
        snapshots = source;
        return this;
    }

    /// Sees every command.
    @Nullable CommandHook hook() {
        return hook;
    }

    public EventHandlers hook(CommandHook handler) {
        hook = handler;
        return this;
    }

    /// A subscription has ended.
    Consumer<UnsubscribeEvent> unsubscribed() {
        return unsubscribed;
    }

    public EventHandlers unsubscribed(Consumer<UnsubscribeEvent> listener) {
        unsubscribed = listener;
        return this;
    }

    /// An accepted connection has ended.
    Consumer<DisconnectEvent> disconnected() {
        return disconnected;
    }

    public EventHandlers disconnected(Consumer<DisconnectEvent> listener) {
        disconnected = listener;
        return this;
    }
}
