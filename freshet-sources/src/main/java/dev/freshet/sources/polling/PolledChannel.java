package dev.freshet.sources.polling;

import dev.freshet.source.Frame;
import dev.freshet.source.History;
import dev.freshet.source.SourceException;
import dev.freshet.source.StreamSender;
import dev.freshet.sources.upstream.UpstreamUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A channel that shows a polled query: takes what its [Poll] finds to the thread that runs the
/// stream.
final class PolledChannel implements LiveChannel, PollListener {
    private static final int MOST_WAITING = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration FORGOTTEN = Duration.ofMinutes(2);
    private static final Duration RETRY = Duration.ofSeconds(1);

    /// @param trouble why there is nothing; null when there is nothing to say
    private record News(@Nullable Frame rows, @Nullable String trouble) {}

    private final Polls.Use use;
    private final Duration range;
    private final int keptRows;
    private final InstantSource clock;
    private final BlockingQueue<News> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final ReentrantLock joining = new ReentrantLock();
    private boolean joined;
    private boolean running;
    private boolean closed;
    private Instant wanted;
    private volatile boolean troubled;

    /// @param use ends with the channel
    PolledChannel(Polls.Use use, Duration range, int keptRows, InstantSource clock) {
        this.use = use;
        this.range = range;
        this.keptRows = keptRows;
        this.clock = clock;
        this.wanted = clock.instant();
    }

    @Override
    public @Nullable History begin() throws SourceException, InterruptedException {
        joining.lockInterruptibly();
        try {
            wanted = clock.instant();
            if (closed) {
                throw new UpstreamUnavailable("The stream begins anew.", "Wait a moment.", null);
            }
            if (joined) {
                return null;
            }
            waiting.clear();
            var rows = use.poll().join(this, range);
            if (Thread.interrupted()) { // nobody waits for them any more
                use.poll().leave(this);
                throw new InterruptedException();
            }
            joined = true;
            return new History(rows, range, keptRows);
        } finally {
            joining.unlock();
        }
    }

    @Override
    public void run(StreamSender sender) throws SourceException, InterruptedException {
        try {
            runs();
            beginWhenPossible(sender);
            while (true) {
                var news = waiting.take();
                if (news.rows != null) {
                    sender.send(news.rows);
                } else {
                    sender.failing(String.valueOf(news.trouble));
                }
            }
        } finally {
            close();
        }
    }

    private void runs() throws InterruptedException {
        joining.lockInterruptibly();
        try {
            running = true;
        } finally {
            joining.unlock();
        }
    }

    private void beginWhenPossible(StreamSender sender)
            throws SourceException, InterruptedException {
        while (true) {
            try {
                var history = begin();
                if (history != null) {
                    sender.send(history);
                }
                return;
            } catch (UpstreamUnavailable e) {
                if (isClosed()) {
                    throw e;
                }
                sender.failing(e.getMessage() + " " + e.hint());
                Thread.sleep(RETRY);
            }
        }
    }

    private boolean isClosed() {
        joining.lock();
        try {
            return closed;
        } finally {
            joining.unlock();
        }
    }

    @Override
    public void close() {
        joining.lock();
        try {
            closed = true;
            running = false;
            joined = false;
            use.poll().leave(this);
            use.close();
        } finally {
            joining.unlock();
        }
    }

    @Override
    public void retire() {
        joining.lock();
        try {
            if (!running) {
                close();
            }
        } finally {
            joining.unlock();
        }
    }

    @Override
    public boolean isUnused(Instant now) {
        if (!joining.tryLock()) {
            return false; // somebody is asking for it
        }
        try {
            return !running && !joined && now.isAfter(wanted.plus(FORGOTTEN));
        } finally {
            joining.unlock();
        }
    }

    @Override
    public void rows(Frame frame) {
        troubled = false;
        offer(new News(frame, null));
    }

    @Override
    public void failed(String reason) {
        troubled = true;
        offer(new News(null, reason));
    }

    @Override
    public void nothingNew() {
        if (troubled) {
            troubled = false;
            offer(new News(null, ""));
        }
    }

    /// Nobody reads before the stream runs, which is soon or never.
    private void offer(News news) {
        while (!waiting.offer(news)) {
            waiting.poll();
        }
    }

    @Override
    public boolean isAbandoned(Instant now) {
        if (!joining.tryLock()) {
            return false; // whoever has it waits for the turn that we are called in
        }
        try {
            boolean abandoned = !running && now.isAfter(wanted.plus(PATIENCE));
            joined &= !abandoned;
            return abandoned;
        } finally {
            joining.unlock();
        }
    }
}
