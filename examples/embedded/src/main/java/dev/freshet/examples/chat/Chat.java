package dev.freshet.examples.chat;

import dev.freshet.engine.Engine;
import dev.freshet.engine.client.Answer;
import dev.freshet.engine.client.ConnectEvent;
import dev.freshet.engine.client.ConnectReply;
import dev.freshet.engine.client.Credentials;
import dev.freshet.engine.client.PublishEvent;
import dev.freshet.engine.client.PublishReply;
import dev.freshet.engine.client.SubscribeEvent;
import dev.freshet.engine.client.SubscribeReply;
import dev.freshet.engine.protocol.ErrorReply;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionStage;

/// A chat server: whoever connects with a name may enter any room and say something in it.
///
/// Rooms are channels that begin with `room/`; the name is the `token` of the connect command. A
/// real program would look at a real token here, and might take its time: handlers answer with a
/// stage.
public final class Chat implements AutoCloseable {
    private static final int MAX_MESSAGE_BYTES = 2000;

    private final Engine engine =
            Engine.builder()
                    .onConnect(Chat::connect)
                    .onSubscribe(Chat::enter)
                    .onPublish(Chat::say)
                    .build();

    /// Opens the chat; gives the port that was chosen when 0 was asked for.
    public InetSocketAddress listen(InetSocketAddress address) {
        return engine.listen(address, "/connection/websocket");
    }

    private static CompletionStage<Answer<ConnectReply>> connect(ConnectEvent event) {
        var name = event.request().token();
        return name.isBlank()
                ? Answer.<ConnectReply>refuse(
                                new ErrorReply(400, "Say your name as the token.", false))
                        .now()
                : Answer.accept(ConnectReply.as(Credentials.ofUser(name))).now();
    }

    private static CompletionStage<Answer<SubscribeReply>> enter(SubscribeEvent event) {
        return event.channel().startsWith("room/")
                ? Answer.accept(SubscribeReply.ok()).now()
                : Answer.<SubscribeReply>refuse(ErrorReply.PERMISSION_DENIED).now();
    }

    private static CompletionStage<Answer<PublishReply>> say(PublishEvent event) {
        return event.channel().startsWith("room/") && event.data().size() <= MAX_MESSAGE_BYTES
                ? Answer.accept(PublishReply.ok()).now()
                : Answer.<PublishReply>refuse(ErrorReply.PERMISSION_DENIED).now();
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
