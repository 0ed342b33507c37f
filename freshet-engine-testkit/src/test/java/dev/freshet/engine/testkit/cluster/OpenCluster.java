package dev.freshet.engine.testkit.cluster;

import dev.freshet.engine.EngineBuilder;
import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.channel.Recovery;
import dev.freshet.engine.client.Answer;
import dev.freshet.engine.client.ConnectReply;
import dev.freshet.engine.client.Credentials;
import dev.freshet.engine.client.HistoryReply;
import dev.freshet.engine.client.PresenceReply;
import dev.freshet.engine.client.PublishReply;
import dev.freshet.engine.client.SubscribeReply;
import dev.freshet.engine.protocol.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Nodes that let everybody do everything, under the name that is the token. Channels that begin
/// with `log/` keep history and are recovered; those that begin with `room/` know who is in them.
final class OpenCluster {
    private OpenCluster() {}

    static EngineBuilder options(EngineBuilder engine) {
        return engine.channel(
                        "log/*",
                        ChannelOptions.builder()
                                .history(100, Duration.ofMinutes(10))
                                .recovery(Recovery.STREAM)
                                .build())
                .channel("room/*", ChannelOptions.builder().presence(true).joinLeave(true).build())
                .onConnect(event ->
                        Answer.accept(ConnectReply.as(Credentials.ofUser(event.request().token())))
                                .now())
                .onSubscribe(event -> Answer.accept(SubscribeReply.ok()).now())
                .onPublish(event -> Answer.accept(PublishReply.ok()).now())
                .onPresence(event -> Answer.accept(PresenceReply.ok()).now())
                .onHistory(event -> Answer.accept(HistoryReply.ok()).now());
    }

    static Payload json(String text) {
        return Payload.ofOwnedJsonLine(text.getBytes(StandardCharsets.UTF_8));
    }
}
