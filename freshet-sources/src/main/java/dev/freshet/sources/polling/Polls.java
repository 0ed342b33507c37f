package dev.freshet.sources.polling;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// The polls of all channels: those of one distinct query share one, for as long as one of them
/// uses it. Thread-safe.
final class Polls {
    private final ConcurrentHashMap<Object, Shared> byQuery = new ConcurrentHashMap<>();

    private record Shared(Poll poll, int users) {
        Shared withUsers(int more) {
            return new Shared(poll, users + more);
        }
    }

    /// A channel's use of a poll, which lasts until it is closed.
    final class Use implements AutoCloseable {
        private final Object query;
        private final Poll poll;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Use(Object query, Poll poll) {
            this.query = query;
            this.poll = poll;
        }

        Poll poll() {
            return poll;
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                byQuery.computeIfPresent(
                        query, (_, shared) -> shared.users == 1 ? null : shared.withUsers(-1));
            }
        }
    }

    /// Begins to use the poll of a query.
    ///
    /// @param query equal for channels that share a poll
    /// @param make makes it for the first of them
    Use use(Object query, Supplier<Poll> make) {
        var shared =
                byQuery.merge(query, new Shared(make.get(), 1), (known, _) -> known.withUsers(1));
        return new Use(query, shared.poll);
    }

    int count() {
        return byQuery.size();
    }
}
