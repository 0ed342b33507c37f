package dev.freshet.server.cli;

import dev.freshet.server.cli.SocketEvents.Event;
import java.io.IOException;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Follows channels of a running server: hands their publications on, and connects and subscribes
/// again where the stock client does (`spec/centrifuge-protocol.md` §17).
///
/// Lives on the thread that calls [#follow]; sockets only put events into its queue.
final class Follower {
    private static final int CONNECT_ID = 1;
    private static final String CONNECT = "{\"id\":1,\"connect\":{\"name\":\"freshet-cli\"}}\n";
    private static final int MESSAGE_TOO_BIG = 1009;
    private static final int CREDENTIALS_EXPIRED = 109;
    private static final long NEVER = Long.MAX_VALUE;
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(30);
    private static final Duration PING_PATIENCE = Duration.ofSeconds(10);

    private final RemoteServer server;
    private final FollowedChannels channels;
    private final PublicationPrinter printer;
    private final ReconnectDelay delay;
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final long begun = System.nanoTime();

    private @Nullable WebSocket socket;
    private int connection;
    private long silence = ANSWER_PATIENCE.toNanos();
    private long silentAt = NEVER;
    private long connectAt = NEVER;
    private long subscribeAt = NEVER;
    private long wanted;
    private boolean over;
    private boolean failed;

    /// @param names channels with their organisation
    Follower(
            RemoteServer server,
            Set<String> names,
            PublicationPrinter printer,
            RandomGenerator random) {
        this.server = server;
        this.channels = new FollowedChannels(names, CONNECT_ID + 1, printer);
        this.printer = printer;
        this.delay = new ReconnectDelay(random);
    }

    /// Follows until `count` publications came, `time` is over, or nothing can come any more.
    ///
    /// @param count [Long#MAX_VALUE] for no end
    /// @return true when every channel was followed to the end and everything wanted came
    /// @throws CommandFailure when there is no connection to begin with
    boolean follow(long count, Duration time) throws InterruptedException {
        wanted = count;
        long end = time.toNanos();
        try {
            connect();
        } catch (IOException e) {
            throw server.unreachable(e);
        }
        try {
            while (!over && wanted > 0 && now() < end) {
                long wake = Math.min(Math.min(end, silentAt), Math.min(connectAt, subscribeAt));
                take(events.poll(wake - now(), TimeUnit.NANOSECONDS));
            }
        } finally {
            giveUpSocket();
        }
        if (!over && wanted > 0 && count < NEVER) {
            printer.remark("Only " + (count - wanted) + " of " + count + " publications came.");
            return false;
        }
        return channels.isComplete() && !failed;
    }

    private void take(@Nullable Event event) {
        switch (event) {
            case null -> timePassed();
            case Event _ when event.connection() != connection -> {} // given up before
            case Event.Message(int _, var text) -> {
                text.lines().forEach(this::line);
                over |= !printer.flush() || channels.isEmpty();
                heard();
            }
            case Event.Closed(int _, int code, var reason) -> closed(code, reason);
        }
    }

    private void heard() {
        if (socket != null) {
            silentAt = later(silence);
            socket.request(1);
        }
    }

    private void line(String text) {
        try {
            switch (ServerLine.parse(text)) {
                case ServerLine.Ping() -> send("{}");
                case ServerLine.Published(var channel, var data) -> published(channel, data);
                case ServerLine.Accepted reply when reply.id() == CONNECT_ID -> connected(reply);
                case ServerLine.Accepted reply -> channels.accepted(reply);
                case ServerLine.Refused reply when reply.id() == CONNECT_ID -> notConnected(reply);
                case ServerLine.Refused reply -> channels.refused(reply);
                case ServerLine.Unsubscribed push -> channels.unsubscribed(push);
                case ServerLine.Other() -> {}
            }
        } catch (JacksonException _) {
            lost("the server sent what is no JSON");
        }
        if (channels.wantAgain() && subscribeAt == NEVER) {
            subscribeAt = later(delay.next().toNanos());
        }
    }

    private void published(String channel, String data) {
        if (wanted > 0) {
            printer.publication(channel, data);
            wanted--;
        }
    }

    private void connected(ServerLine.Accepted reply) {
        delay.reset();
        silence =
                reply.pingSeconds() == 0
                        ? NEVER
                        : PING_PATIENCE.plusSeconds(reply.pingSeconds()).toNanos();
    }

    private void notConnected(ServerLine.Refused reply) {
        var sentence = reply.message() + " (code " + reply.code() + ")";
        if (reply.temporary() || reply.code() == CREDENTIALS_EXPIRED) {
            lost(sentence);
        } else {
            fail(sentence);
        }
    }

    private void closed(int code, String reason) {
        var sentence = (reason.isEmpty() ? "connection closed" : reason) + " (code " + code + ")";
        if (isFinal(code)) {
            fail("The server ended the connection: " + sentence + ".");
        } else {
            lost(sentence);
        }
    }

    private static boolean isFinal(int code) {
        return code == MESSAGE_TOO_BIG
                || (code >= 3500 && code < 4000)
                || (code >= 4500 && code < 5000);
    }

    private void fail(String sentence) {
        printer.remark(sentence);
        failed = true;
        over = true;
    }

    private void lost(String reason) {
        printer.remark("Connection lost: " + reason + "; connecting again.");
        connectLater();
    }

    private void connectLater() {
        giveUpSocket();
        silentAt = NEVER;
        subscribeAt = NEVER;
        connectAt = later(delay.next().toNanos());
    }

    private void timePassed() {
        if (now() >= silentAt) {
            lost("nothing came for too long, not even a ping");
        } else if (now() >= connectAt) {
            connectAt = NEVER;
            connectAgain();
        } else if (now() >= subscribeAt) {
            subscribeAt = NEVER;
            send(channels.subscribeAgain());
        }
    }

    private void connect() throws IOException {
        socket = server.openSocket(new SocketEvents(connection, events));
        silence = ANSWER_PATIENCE.toNanos();
        silentAt = later(silence);
        send(CONNECT + channels.subscribeAll());
    }

    private void connectAgain() {
        try {
            connect();
        } catch (IOException _) {
            connectLater();
        }
    }

    private void send(String text) {
        if (socket == null || text.isEmpty()) {
            return;
        }
        try {
            socket.sendText(text, true)
                    .orTimeout(PING_PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException _) {
            lost("nothing can be sent");
        }
    }

    private void giveUpSocket() {
        if (socket != null) {
            socket.abort();
            socket = null;
            connection++; // what it still has to say concerns nobody
        }
    }

    private long now() {
        return System.nanoTime() - begun;
    }

    private long later(long nanos) {
        return nanos == NEVER ? NEVER : now() + nanos;
    }
}
