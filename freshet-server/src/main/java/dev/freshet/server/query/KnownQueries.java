package dev.freshet.server.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.server.storage.Database;
import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.polling.StreamQueries;
import dev.freshet.sources.polling.StreamQuery;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The queries that panels have sent, by the path `q/<hash>` of their channels.
///
/// The latest are in memory ([LatestQueries]), all of the last 30 days in the tables, so that
/// panels which come back after a restart are served. Any thread; may block for the tables, so best
/// a virtual one.
public final class KnownQueries implements StreamQueries {
    static final String PREFIX = "q/";

    private static final Logger log = LoggerFactory.getLogger(KnownQueries.class);
    private static final int LONGEST_QUERY = 1 << 16;
    private static final int MOST_PER_ORGANISATION = 50_000;
    private static final long MOST_BYTES_PER_ORGANISATION = 64L << 20;
    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Database database;
    private final InstantSource clock;
    private final LatestQueries latest = new LatestQueries();

    public KnownQueries(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Forgets what nobody used for 30 days, now and every day.
    public void watch(ScheduledExecutorService timer) {
        var _ = timer.scheduleWithFixedDelay(this::forgetOld, 1, 24 * 60, TimeUnit.MINUTES);
    }

    /// The path of the channel that shows this query of a data source.
    ///
    /// @throws SourceException when the query is too long to be kept
    String remember(long orgId, String dataSource, StreamQuery query) throws SourceException {
        var known = new KnownQuery(dataSource, query);
        var text = known.text();
        int bytes = text.getBytes(UTF_8).length;
        if (bytes > LONGEST_QUERY) {
            throw new SourceException(
                    "The query has %d bytes as JSON; a live one may have %d."
                            .formatted(bytes, LONGEST_QUERY),
                    "Shorten it, or send \"live\": false to be answered with rows.");
        }
        var key = new LatestQueries.Key(orgId, KnownQuery.hash(text));
        if (latest.isToBeWritten(key, known, bytes, clock.instant())) {
            write(key, text);
        }
        return PREFIX + key.hash();
    }

    private void write(LatestQueries.Key key, String text) {
        long now = clock.instant().toEpochMilli();
        try {
            await(
                    database.write(handle -> {
                        upsert(handle, key.orgId(), key.hash(), text, now);
                        return 1;
                    }));
        } catch (SourceException e) {
            latest.wasNotWritten(key);
            log.warn("query {} is not remembered over a restart: {}", key.hash(), e.getMessage());
        }
    }

    private static void upsert(Handle handle, long orgId, String hash, String text, long now) {
        handle.createUpdate(
                        """
                        insert into live_query (org_id, hash, query, used_at)
                        values (:org, :hash, :query, :now)
                        on conflict (org_id, hash) do update set used_at = :now
                        """)
                .bind("org", orgId)
                .bind("hash", hash)
                .bind("query", text)
                .bind("now", now)
                .execute();
        handle.createUpdate(
                        """
                        delete from live_query where org_id = :org and hash in (
                            select hash from (
                                select hash, row_number() over latest as place,
                                    sum(octet_length(query)) over latest as bytes
                                from live_query where org_id = :org
                                window latest as (order by used_at desc, hash))
                            where place > :most or bytes > :mostBytes)
                        """)
                .bind("org", orgId)
                .bind("most", MOST_PER_ORGANISATION)
                .bind("mostBytes", MOST_BYTES_PER_ORGANISATION)
                .execute();
    }

    @Override
    public Optional<StreamQuery> find(long orgId, DataSource dataSource, String path)
            throws SourceException {
        if (!path.startsWith(PREFIX)) {
            return Optional.empty();
        }
        var key = new LatestQueries.Key(orgId, path.substring(PREFIX.length()));
        var known = latest.find(key);
        return Optional.ofNullable(known == null ? fromTables(key) : known)
                .filter(query -> query.dataSource().equals(dataSource.uid()))
                .map(KnownQuery::query);
    }

    private @Nullable KnownQuery fromTables(LatestQueries.Key key) throws SourceException {
        var text =
                await(
                                database.read(handle ->
                                        handle.createQuery(
                                                        """
                                                        select query from live_query
                                                        where org_id = :org and hash = :hash
                                                        """)
                                                .bind("org", key.orgId())
                                                .bind("hash", key.hash())
                                                .mapTo(String.class)
                                                .findOne()))
                        .orElse(null);
        if (text == null) {
            return null;
        }
        var query = KnownQuery.of(text);
        if (latest.isToBeWritten(key, query, text.getBytes(UTF_8).length, clock.instant())) {
            write(key, text);
        }
        return query;
    }

    private static <T> T await(CompletionStage<T> stage) throws SourceException {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException("The query was not looked up in time.", "Try again.", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new SourceException("The queries' table does not answer.", "Try again.", e);
        }
    }

    private void forgetOld() {
        long oldest = clock.instant().minus(KEPT).toEpochMilli();
        var _ =
                database.write(handle ->
                        handle.createUpdate("delete from live_query where used_at < :oldest")
                                .bind("oldest", oldest)
                                .execute());
    }
}
