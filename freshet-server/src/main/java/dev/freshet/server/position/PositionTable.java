package dev.freshet.server.position;

import dev.freshet.server.storage.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps [RowPositions] over a restart: written every second where something has changed, and at
/// the end. What was published in the last second before the process was killed is not in it.
///
/// Any thread.
public final class PositionTable implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PositionTable.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Database database;
    private final RowPositions positions;
    private final InstantSource clock;
    private final AtomicBoolean failed = new AtomicBoolean();
    private volatile @Nullable CompletionStage<?> writing;
    private volatile @Nullable ScheduledFuture<?> saving;

    public PositionTable(Database database, RowPositions positions, InstantSource clock) {
        this.database = database;
        this.positions = positions;
        this.clock = clock;
    }

    /// Restores what was known before, and forgets what is too old to be of use. Blocks.
    public void load() {
        long oldest = clock.instant().minus(RowPositions.KEPT).toEpochMilli();
        try {
            // By the connection that is open already: this is part of every start.
            await(
                    database.write(handle -> {
                        handle.createUpdate("delete from row_position where saved_at < :oldest")
                                .bind("oldest", oldest)
                                .execute();
                        handle.createQuery("select channel, positions from row_position")
                                .map((row, _) -> Map.entry(row.getString(1), row.getBytes(2)))
                                .forEach(row -> positions.restore(row.getKey(), row.getValue()));
                        return 1;
                    }));
        } catch (ExecutionException | TimeoutException e) {
            log.warn("streams begin with all of their rows for clients that come back", e);
        }
    }

    /// Saves what has changed, from now on every second.
    public void watch(ScheduledExecutorService timer) {
        saving = timer.scheduleWithFixedDelay(this::save, 1, 1, TimeUnit.SECONDS);
        var _ = timer.scheduleWithFixedDelay(positions::forgetOld, 1, 60, TimeUnit.MINUTES);
    }

    /// Does not wait; one at a time.
    private void save() {
        var before = writing;
        if (before != null && !before.toCompletableFuture().isDone()) {
            return;
        }
        var changes = positions.takeChanges();
        if (!changes.isEmpty()) {
            writing = write(changes).whenComplete((_, failure) -> noteFailure(failure));
        }
    }

    private void noteFailure(@Nullable Throwable failure) {
        if (failed.getAndSet(failure != null) || failure == null) {
            return;
        }
        log.warn(
                "which rows subscribers have is not kept over a restart: {}",
                String.valueOf(failure.getMessage()));
    }

    private CompletionStage<Integer> write(Map<String, byte[]> changes) {
        long now = clock.instant().toEpochMilli();
        return database.write(handle -> upsert(handle, changes, now));
    }

    private static int upsert(Handle handle, Map<String, byte[]> changes, long now) {
        var batch =
                handle.prepareBatch(
                        """
                        insert into row_position (channel, positions, saved_at)
                        values (:channel, :positions, :now)
                        on conflict (channel) do update
                        set positions = :positions, saved_at = :now
                        """);
        changes.forEach((channel, written) ->
                batch.bind("channel", channel).bind("positions", written).bind("now", now).add());
        return batch.execute().length;
    }

    private static void await(CompletionStage<?> stage)
            throws ExecutionException, TimeoutException {
        try {
            stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Saves the last changes; nothing is published any more.
    @Override
    public void close() {
        var periodic = saving;
        if (periodic != null) {
            periodic.cancel(false);
        }
        try {
            var changes = positions.takeChanges();
            if (!changes.isEmpty()) {
                await(write(changes));
            }
        } catch (ExecutionException | TimeoutException e) {
            noteFailure(e);
        }
    }
}
