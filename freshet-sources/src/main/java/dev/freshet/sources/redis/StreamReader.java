package dev.freshet.sources.redis;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.UpstreamContext;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the entries of one stream over one connection. For one thread.
final class StreamReader implements AutoCloseable {
    /// Entries may be large, so the first page is small, and the next ones are as what came lets
    /// expect.
    private static final int FIRST_PAGE = 20;

    private static final int LONGEST_PAGE = 500;
    private static final long PAGE_BYTES = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String key;
    private final UpstreamContext context;
    private final RedisServer server;
    private final StatefulRedisConnection<String, String> connection;
    private int page = FIRST_PAGE;

    StreamReader(String key, UpstreamContext context, RedisServer server)
            throws SourceException, InterruptedException {
        this.key = key;
        this.context = context;
        this.server = server;
        this.connection = server.connect();
    }

    /// The newest entries of a range, ascending, as many as an answer may have.
    List<StreamMessage<String, String>> newest(TimeRange range)
            throws SourceException, InterruptedException {
        var found = new ArrayList<StreamMessage<String, String>>();
        var from = new EntryId(Math.max(0, range.from().toEpochMilli()), 0);
        EntryId to = EntryId.before(range.to().toEpochMilli());
        long bytes = 0;
        while (to != null && found.size() < context.maxRows() && bytes < context.maxBytes()) {
            int count = Math.min(page, context.maxRows() - found.size());
            var entries = page(from, to, count);
            bytes += read(entries);
            found.addAll(entries);
            to =
                    entries.size() < count
                            ? null
                            : previous(EntryId.of(entries.getLast().getId()), from);
        }
        Collections.reverse(found);
        return found;
    }

    private List<StreamMessage<String, String>> page(EntryId from, EntryId to, int count)
            throws SourceException, InterruptedException {
        var range = Range.create(from.toString(), to.toString());
        var entries =
                server.await(
                        connection.async().xrevrange(key, range, Limit.from(count)), Duration.ZERO);
        return entries == null ? List.of() : entries;
    }

    private static @Nullable EntryId previous(EntryId id, EntryId first) {
        if (id.compareTo(first) <= 0) {
            return null;
        }
        return id.number() == 0
                ? EntryId.before(id.millis())
                : new EntryId(id.millis(), id.number() - 1);
    }

    /// Waits a while for entries after this one; none when there are none.
    @SuppressWarnings("unchecked") // the array of one offset, which nobody keeps
    List<StreamMessage<String, String>> next(EntryId after)
            throws SourceException, InterruptedException {
        var entries =
                server.await(
                        connection
                                .async()
                                .xread(
                                        XReadArgs.Builder.block(PATIENCE).count(page),
                                        StreamOffset.from(key, after.toString())),
                        PATIENCE);
        if (entries == null) {
            return List.of();
        }
        read(entries);
        return entries;
    }

    /// Counts what came and says how long the next page is; returns the bytes.
    private long read(List<StreamMessage<String, String>> entries) {
        long bytes = entries.stream().mapToLong(StreamReader::size).sum();
        context.costs().read(bytes);
        if (!entries.isEmpty()) {
            long average = Math.max(1, bytes / entries.size());
            page = Math.clamp(PAGE_BYTES / average, 1, LONGEST_PAGE);
        }
        return bytes;
    }

    private static long size(StreamMessage<String, String> entry) {
        return entry.getBody().entrySet().stream()
                .mapToLong(each -> each.getKey().length() + (long) each.getValue().length())
                .sum();
    }

    /// What Redis tells about the stream; null when there is none, or it is too old to tell.
    @Nullable StreamInfo info() throws SourceException, InterruptedException {
        var exists = server.await(connection.async().exists(key), Duration.ZERO);
        if (exists == null || exists == 0) {
            return null;
        }
        var answer = server.await(connection.async().xinfoStream(key), Duration.ZERO);
        return answer == null ? null : StreamInfo.of(answer);
    }

    @Override
    public void close() {
        connection.closeAsync();
    }
}
