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
    private static final Duration RETRY = Duration.ofSeconds(1);

    /// @param trouble why there is nothing; null when there is nothing to say
    private record News(@Nullable Frame rows, @Nullable String trouble) {}

    private final Poll poll;
    private final Duration range;
    private final int keptRows;
    private final InstantSource clock;
    private final BlockingQueue<News> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final ReentrantLock joining = new ReentrantLock();
    private boolean joined;
    private volatile boolean running;
    private volatile Instant joinedAt;
    private volatile boolean troubled;

    PolledChannel(Poll poll, Duration range, int keptRows, InstantSource clock) {
        this.poll = poll;
        this.range = range;
        this.keptRows = keptRows;
        this.clock = clock;
        this.joinedAt = clock.instant();
    }

    @Override
    public @Nullable History begin() throws SourceException, InterruptedException {
        joining.lockInterruptibly();
        try {
            if (joined) {
                return null;
            }
            waiting.clear();
            joinedAt = clock.instant();
            var rows = poll.join(this, range);
            joined = true;
            return new History(rows, range, keptRows);
        } finally {
            joining.unlock();
        }
    }

    @Override
    public void run(StreamSender sender) throws SourceException, InterruptedException {
        running = true;
        try {
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
            leave();
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
                sender.failing(e.getMessage() + " " + e.hint());
                Thread.sleep(RETRY);
            }
        }
    }

    @Override
    public void leave() {
        joining.lock();
        try {
            running = false;
            joined = false;
            poll.leave(this);
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
        boolean abandoned = !running && now.isAfter(joinedAt.plus(PATIENCE));
        if (abandoned) {
            joined = false;
        }
        return abandoned;
    }
}
