package dev.freshet.engine.testkit;

import static dev.freshet.engine.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.Engine;
import dev.freshet.engine.EngineBuilder;
import dev.freshet.engine.client.Answer;
import dev.freshet.engine.client.ConnectReply;
import dev.freshet.engine.client.Credentials;
import dev.freshet.engine.client.PublishReply;
import dev.freshet.engine.client.RpcReply;
import dev.freshet.engine.client.SubscribeReply;
import dev.freshet.engine.protocol.InvalidJsonException;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.transport.EndpointPaths;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/// An engine on a port that lets everybody do everything.
final class RunningEngine implements AutoCloseable {
    private static final String PATH = "/ws";

    final Engine engine;
    final InetSocketAddress address;

    RunningEngine() {
        this(UnaryOperator.identity());
    }

    RunningEngine(UnaryOperator<EngineBuilder> options) {
        engine =
                options.apply(
                                Engine.builder()
                                        .onConnect(event ->
                                                Answer.accept(
                                                                ConnectReply.as(
                                                                        Credentials.ofUser("u1")))
                                                        .now())
                                        .onSubscribe(
                                                event -> Answer.accept(SubscribeReply.ok()).now())
                                        .onPublish(event -> Answer.accept(PublishReply.ok()).now())
                                        .onRpc(event ->
                                                Answer.accept(new RpcReply(event.data())).now()))
                        .build();
        address = engine.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), PATH);
    }

    /// Listens at the standard paths for everything.
    InetSocketAddress front() {
        return engine.listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                EndpointPaths.standard());
    }

    TestClient connect() {
        return TestClient.connect(uri());
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + address.getPort() + PATH);
    }

    /// Publishes as a well-behaved publisher does: waits while there is no room.
    void publish(String channel, String json) {
        while (!engine.node().hasRoom(channel)) {
            var room = new CountDownLatch(1);
            engine.node().onRoom(channel, room::countDown);
            try {
                room.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        engine.node().publish(channel, payload(json));
    }

    static Payload payload(String json) {
        try {
            return Payload.json(json);
        } catch (InvalidJsonException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /// Waits until nobody is connected or subscribed and nothing is held.
    void awaitEmpty() {
        eventually(() -> {
            assertThat(engine.connections().clients()).isZero();
            assertThat(engine.connections().users()).isZero();
            assertThat(engine.metrics().subscriptions()).hasValue(0);
            assertThat(engine.node().hub().channelCount()).isZero();
            for (var loop : engine.node().hub().loops()) {
                assertThat(loop.executor().submit(loop::heldBytes).awaitUninterruptibly().getNow())
                        .isZero();
            }
        });
    }

    @Override
    public void close() {
        engine.close();
    }
}
