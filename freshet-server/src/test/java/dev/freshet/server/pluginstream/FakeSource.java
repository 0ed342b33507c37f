package dev.freshet.server.pluginstream;

import dev.freshet.source.StreamRequest;
import dev.freshet.source.StreamSender;
import dev.freshet.source.StreamSource;
import dev.freshet.source.SubscribeReply;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A source whose runs do what the test tells them.
final class FakeSource implements StreamSource {
    /// A run that has begun and waits to be told how it goes on.
    static final class Run {
        final StreamRequest request;
        final StreamSender sender;
        final CompletableFuture<Void> interrupted = new CompletableFuture<>();
        private final CompletableFuture<Void> course = new CompletableFuture<>();
        private volatile boolean stubborn;

        private Run(StreamRequest request, StreamSender sender) {
            this.request = request;
            this.sender = sender;
        }

        /// The run returns: the stream is over.
        void end() {
            course.complete(null);
        }

        void fail(String message) {
            fail(new IllegalStateException(message));
        }

        void fail(Exception failure) {
            course.completeExceptionally(failure);
        }

        /// Goes on although it is interrupted, until it is told otherwise.
        void ignoreInterrupts() {
            stubborn = true;
        }

        private void perform() throws Exception {
            while (true) {
                try {
                    course.get();
                    return;
                } catch (ExecutionException e) {
                    throw (Exception) e.getCause();
                } catch (InterruptedException e) {
                    interrupted.complete(null);
                    if (!stubborn) {
                        throw e;
                    }
                }
            }
        }
    }

    private final BlockingQueue<Run> begun = new LinkedBlockingQueue<>();

    @Override
    public SubscribeReply subscribeStream(StreamRequest request) {
        return SubscribeReply.ok();
    }

    @Override
    public void runStream(StreamRequest request, StreamSender sender) throws Exception {
        var run = new Run(request, sender);
        begun.add(run);
        run.perform();
    }

    /// The next run, which must begin within 10 s.
    Run nextRun() throws InterruptedException {
        @Nullable Run run = begun.poll(10, TimeUnit.SECONDS);
        if (run == null) {
            throw new AssertionError("no run began");
        }
        return run;
    }

    /// True when a run has begun that nobody looked at.
    boolean hasAnotherRun() {
        return !begun.isEmpty();
    }
}
