package dev.freshet.sources.loki;

import dev.freshet.source.Frame;
import dev.freshet.source.RawJson;
import dev.freshet.source.StreamSender;
import dev.freshet.source.StringColumn;
import dev.freshet.sources.fixture.Eventually;
import dev.freshet.sources.upstream.SubscribedQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Runs a query in a thread of its own and keeps the lines that it sends.
final class RunningStream implements AutoCloseable, StreamSender {
    private final List<String> lines = new ArrayList<>();
    private final CompletableFuture<Throwable> end = new CompletableFuture<>();
    private final Thread thread;

    RunningStream(SubscribedQuery query, @Nullable Instant after) {
        thread = Thread.ofVirtual().start(() -> run(query, after));
    }

    @SuppressWarnings("InterruptedExceptionSwallowed") // handed on as the end
    private void run(SubscribedQuery query, @Nullable Instant after) {
        try {
            query.run(after, this);
        } catch (Throwable e) {
            end.complete(e);
        }
    }

    @Override
    public synchronized void send(Frame frame) {
        lines.addAll(lines(frame));
    }

    @Override
    public void send(RawJson packet) {
        throw new AssertionError("no frame: " + packet);
    }

    static List<String> lines(Frame frame) {
        var column = (StringColumn) frame.fields().get(1).column();
        return IntStream.range(0, frame.rows()).mapToObj(column::value).toList();
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /// Waits for so many lines.
    List<String> await(int count) throws Exception {
        return Eventually.get(this::lines, all -> all.size() >= count);
    }

    /// Waits for the end, and returns why.
    Throwable failure() throws Exception {
        return Eventually.get(() -> end, CompletableFuture::isDone).get();
    }

    void interrupt() {
        thread.interrupt();
    }

    @Override
    public void close() {
        thread.interrupt();
        end.join();
    }
}
