package dev.freshet.server.cli;

import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Turns what happens on one socket into events in a queue.
///
/// After a message the socket is not read until the receiver asks for more.
final class SocketEvents implements WebSocket.Listener {
    private static final int MAX_MESSAGE = 64 << 20;
    private static final int TOO_BIG = 1009;

    /// What happened, on which connection.
    sealed interface Event {
        int connection();

        /// A whole message: one or more lines.
        record Message(int connection, String text) implements Event {}

        /// The end of the connection.
        ///
        /// @param code of the close frame, 1006 without one
        record Closed(int connection, int code, String reason) implements Event {}
    }

    private final int connection;
    private final BlockingQueue<Event> events;
    private final StringBuilder partial = new StringBuilder();

    /// @param connection a number for its events
    SocketEvents(int connection, BlockingQueue<Event> events) {
        this.connection = connection;
        this.events = events;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        partial.append(part);
        if (partial.length() > MAX_MESSAGE) {
            socket.abort();
            events.add(new Event.Closed(connection, TOO_BIG, "a message is larger than 64 MiB"));
        } else if (last) {
            events.add(new Event.Message(connection, partial.toString()));
            partial.setLength(0);
        } else {
            socket.request(1);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        events.add(new Event.Closed(connection, code, reason));
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        events.add(new Event.Closed(connection, 1006, String.valueOf(error.getMessage())));
    }
}
