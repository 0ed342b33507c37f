package dev.freshet.sources.loki;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// What comes from a WebSocket connection. Takes one message and waits to be asked for the next, so
/// a slow reader holds the sender and not our memory.
final class TailEvents implements WebSocket.Listener {
    /// Something that happened.
    sealed interface Event {}

    record Message(String text) implements Event {}

    record TooLong() implements Event {}

    /// Nothing comes any more.
    record Over(String why) implements Event {}

    private final long maxChars;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private StringBuilder text = new StringBuilder();
    private volatile long lastSign = System.nanoTime();

    TailEvents(long maxChars) {
        this.maxChars = maxChars;
    }

    BlockingQueue<Event> events() {
        return events;
    }

    /// How long nothing at all has come.
    long silentNanos() {
        return System.nanoTime() - lastSign;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        lastSign = System.nanoTime();
        if (text.length() + data.length() > maxChars) {
            events.add(new TooLong());
            return null;
        }
        text.append(data);
        if (last) {
            events.add(new Message(text.toString()));
            text = new StringBuilder();
        } else {
            socket.request(1);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
        lastSign = System.nanoTime();
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
        lastSign = System.nanoTime();
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        events.add(new Over("closed with code " + status + " " + reason));
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        events.add(new Over(String.valueOf(error.getMessage())));
    }
}
