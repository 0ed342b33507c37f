package dev.freshet.examples.chat;

import dev.freshet.engine.Engine;
import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.channel.Recovery;
import dev.freshet.engine.client.Answer;
import dev.freshet.engine.client.ConnectEvent;
import dev.freshet.engine.client.ConnectReply;
import dev.freshet.engine.client.Credentials;
import dev.freshet.engine.client.HistoryReply;
import dev.freshet.engine.client.PresenceReply;
import dev.freshet.engine.client.PublishReply;
import dev.freshet.engine.client.SubscribeReply;
import dev.freshet.engine.protocol.ErrorReply;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/// A chat server: whoever connects with a name may enter any room, say something in it, read what
/// was said before, and see who is there and who comes and goes.
///
/// Rooms are channels such as `room/kitchen`; the name is the `token` of the connect command. A
/// real program would look at a real token here, and might take its time: handlers answer with a
/// stage.
public final class Chat implements AutoCloseable {
    private static final int MAX_MESSAGE_BYTES = 2000;

    /// A reader that lost its connection for a while is given what it missed, unless that was more.
    private static final ChannelOptions ROOM =
            ChannelOptions.builder()
                    .history(100, Duration.ofHours(24))
                    .recovery(Recovery.STREAM)
                    .presence(true)
                    .joinLeave(true)
                    .build();

    private final Engine engine =
            Engine.builder()
                    .channel("room/:name", ROOM)
                    .onConnect(Chat::connect)
                    .onSubscribe(event -> inRoom(event.channel(), SubscribeReply.ok()))
                    .onPublish(event ->
                            event.data().size() <= MAX_MESSAGE_BYTES
                                    ? inRoom(event.channel(), PublishReply.ok())
                                    : refuse("A message has at most 2000 bytes."))
                    .onPresence(event -> inRoom(event.channel(), PresenceReply.ok()))
                    .onPresenceStats(event -> inRoom(event.channel(), PresenceReply.ok()))
                    .onHistory(event -> inRoom(event.channel(), HistoryReply.ok()))
                    .build();

    /// Opens the chat; gives the port that was chosen when 0 was asked for.
    public InetSocketAddress listen(InetSocketAddress address) {
        return engine.listen(address, "/connection/websocket");
    }

    private static CompletionStage<Answer<ConnectReply>> connect(ConnectEvent event) {
        var name = event.request().token();
        return name.isBlank()
                ? refuse("Say your name as the token.")
                : Answer.accept(ConnectReply.as(Credentials.ofUser(name))).now();
    }

    private static <R> CompletionStage<Answer<R>> inRoom(String channel, R reply) {
        return channel.startsWith("room/")
                ? Answer.accept(reply).now()
                : refuse("There is no room \"" + channel + "\"; rooms are called room/NAME.");
    }

    private static <R> CompletionStage<Answer<R>> refuse(String why) {
        return Answer.<R>refuse(new ErrorReply(400, why, false)).now();
    }

    @Override
    public void close() {
        engine.close();
    }

    public static void main(String[] arguments) throws InterruptedException {
        int port = arguments.length == 0 ? 8000 : Integer.parseInt(arguments[0]);
        try (var chat = new Chat()) {
            var address = chat.listen(new InetSocketAddress("localhost", port));
            System.out.println(
                    "Chat listens at ws://localhost:"
                            + address.getPort()
                            + "/connection/websocket");
            Thread.currentThread().join();
        }
    }
}
