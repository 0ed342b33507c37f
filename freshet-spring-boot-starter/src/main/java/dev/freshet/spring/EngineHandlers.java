package dev.freshet.spring;

import dev.freshet.engine.EngineBuilder;
import dev.freshet.engine.broker.Broker;
import dev.freshet.engine.broker.PublicationListener;
import dev.freshet.engine.client.CacheEmptyEvent;
import dev.freshet.engine.client.CommandHook;
import dev.freshet.engine.client.ConnectEvent;
import dev.freshet.engine.client.ConnectReply;
import dev.freshet.engine.client.DisconnectEvent;
import dev.freshet.engine.client.EventHandler;
import dev.freshet.engine.client.HistoryEvent;
import dev.freshet.engine.client.HistoryReply;
import dev.freshet.engine.client.MessageEvent;
import dev.freshet.engine.client.PresenceEvent;
import dev.freshet.engine.client.PresenceReply;
import dev.freshet.engine.client.PublishEvent;
import dev.freshet.engine.client.PublishReply;
import dev.freshet.engine.client.RefreshEvent;
import dev.freshet.engine.client.RefreshReply;
import dev.freshet.engine.client.RpcEvent;
import dev.freshet.engine.client.RpcReply;
import dev.freshet.engine.client.SubRefreshEvent;
import dev.freshet.engine.client.SubscribeEvent;
import dev.freshet.engine.client.SubscribeReply;
import dev.freshet.engine.client.UnsubscribeEvent;
import dev.freshet.engine.cluster.ControllerFactory;
import dev.freshet.engine.node.ChannelOptionsSource;
import dev.freshet.engine.presence.PresenceManager;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.ParameterizedTypeReference;

/// The application's beans that the engine asks and tells: at most one of each type, found by its
/// type arguments whatever its name. What has no bean stays as it was.
final class EngineHandlers {
    private EngineHandlers() {}

    static void apply(BeanFactory beans, EngineBuilder engine) {
        beans.getBeanProvider(
                        new ParameterizedTypeReference<
                                EventHandler<ConnectEvent, ConnectReply>>() {})
                .ifAvailable(engine::onConnect);
        beans.getBeanProvider(
                        new ParameterizedTypeReference<
                                EventHandler<SubscribeEvent, SubscribeReply>>() {})
                .ifAvailable(engine::onSubscribe);
        beans.getBeanProvider(
                        new ParameterizedTypeReference<
                                EventHandler<PublishEvent, PublishReply>>() {})
                .ifAvailable(engine::onPublish);
        beans.getBeanProvider(
                        new ParameterizedTypeReference<
                                EventHandler<PresenceEvent, PresenceReply>>() {})
                .ifAvailable(handler -> engine.onPresence(handler).onPresenceStats(handler));
        beans.getBeanProvider(
                        new ParameterizedTypeReference<
                                EventHandler<HistoryEvent, HistoryReply>>() {})
                .ifAvailable(engine::onHistory);
        beans.getBeanProvider(new ParameterizedTypeReference<EventHandler<RpcEvent, RpcReply>>() {})
                .ifAvailable(engine::onRpc);
        beans.getBeanProvider(
                        new ParameterizedTypeReference<
                                EventHandler<RefreshEvent, RefreshReply>>() {})
                .ifAvailable(engine::onRefresh);
        beans.getBeanProvider(
                        new ParameterizedTypeReference<
                                EventHandler<SubRefreshEvent, RefreshReply>>() {})
                .ifAvailable(engine::onSubRefresh);
        beans.getBeanProvider(
                        new ParameterizedTypeReference<
                                Function<CacheEmptyEvent, CompletionStage<Boolean>>>() {})
                .ifAvailable(engine::onCacheEmpty);
        beans.getBeanProvider(new ParameterizedTypeReference<Consumer<MessageEvent>>() {})
                .ifAvailable(engine::onMessage);
        beans.getBeanProvider(new ParameterizedTypeReference<Consumer<UnsubscribeEvent>>() {})
                .ifAvailable(engine::onUnsubscribed);
        beans.getBeanProvider(new ParameterizedTypeReference<Consumer<DisconnectEvent>>() {})
                .ifAvailable(engine::onDisconnected);
        beans.getBeanProvider(CommandHook.class).ifAvailable(engine::commandHook);
        beans.getBeanProvider(ChannelOptionsSource.class).ifAvailable(engine::channels);
        beans.getBeanProvider(
                        new ParameterizedTypeReference<Function<PublicationListener, Broker>>() {})
                .ifAvailable(engine::broker);
        beans.getBeanProvider(ControllerFactory.class).ifAvailable(engine::controller);
        beans.getBeanProvider(PresenceManager.class).ifAvailable(engine::presence);
    }
}
