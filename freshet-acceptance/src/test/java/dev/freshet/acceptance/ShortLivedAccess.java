package dev.freshet.acceptance;

import dev.freshet.engine.Engine;
import dev.freshet.engine.client.Answer;
import dev.freshet.engine.client.ClientLimits;
import dev.freshet.engine.client.ConnectReply;
import dev.freshet.engine.client.Credentials;
import dev.freshet.engine.client.Expiry;
import dev.freshet.engine.client.PublishReply;
import dev.freshet.engine.client.RefreshReply;
import dev.freshet.engine.client.SubscribeReply;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.transport.EndpointPaths;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/// An engine whose connections and subscriptions end when their token does, unless the client sends
/// another one. A token is nothing but the time of its end in milliseconds.
final class ShortLivedAccess implements AutoCloseable {
    private final Engine engine =
            Engine.builder()
                    .clientLimits(
                            ClientLimits.defaults().toBuilder()
                                    .expiredDelay(Duration.ofMillis(500))
                                    .upkeepInterval(Duration.ofMillis(250))
                                    .build())
                    .onConnect(event ->
                            admit(
                                            event.request().token(),
                                            end ->
                                                    ConnectReply.as(Credentials.ofUser("guest"))
                                                            .withExpiry(end))
                                    .now())
                    .onSubscribe(event ->
                            admit(
                                            event.request().token(),
                                            end -> SubscribeReply.ok().withExpiry(end))
                                    .now())
                    .onRefresh(event -> Answer.accept(RefreshReply.until(end(event.token()))).now())
                    .onSubRefresh(
                            event -> Answer.accept(RefreshReply.until(end(event.token()))).now())
                    .onPublish(event -> Answer.accept(PublishReply.ok()).now())
                    .build();
    private final int port =
            engine.listen(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                            EndpointPaths.standard())
                    .getPort();

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    private static <R> Answer<R> admit(String token, Function<Expiry, R> reply) {
        var end = end(token);
        return Instant.now().isBefore(end)
                ? Answer.accept(reply.apply(Expiry.refreshedByClient(end)))
                : Answer.refuse(ErrorReply.TOKEN_EXPIRED);
    }

    private static Instant end(String token) {
        return Instant.ofEpochMilli(Long.parseLong(token));
    }

    @Override
    public void close() {
        engine.close();
    }
}
