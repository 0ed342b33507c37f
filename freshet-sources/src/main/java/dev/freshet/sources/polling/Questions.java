package dev.freshet.sources.polling;

import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.UpstreamCosts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The questions of one poll: each is counted, and after failures there is a pause. Its poll's turn
/// guards it.
final class Questions {
    private static final Logger LOG = LoggerFactory.getLogger(Questions.class);
    private static final int MOST_FIELDS = 500;

    private final String name;
    private final PolledQuery query;
    private final Schedule schedule;
    private final UpstreamCosts costs;
    private final InstantSource clock;
    private int failures;
    private Instant pausedUntil = Instant.MIN;
    private @Nullable SourceException lastFailure;

    Questions(
            String name,
            PolledQuery query,
            Schedule schedule,
            UpstreamCosts costs,
            InstantSource clock) {
        this.name = name;
        this.query = query;
        this.schedule = schedule;
        this.costs = costs;
        this.clock = clock;
    }

    /// Who comes while the data source is down hears why, and does not make it worse.
    void refuseInPause() throws SourceException {
        if (lastFailure != null && clock.instant().isBefore(pausedUntil)) {
            throw lastFailure;
        }
    }

    /// How long until the next question.
    Duration pause(Instant now) {
        if (failures == 0) {
            return schedule.untilNext(now);
        }
        var pause = Duration.between(now, pausedUntil);
        return pause.isNegative() ? Duration.ZERO : pause;
    }

    Frame answer(TimeRange range) throws SourceException, InterruptedException {
        long begun = System.nanoTime();
        boolean failed = false;
        try {
            var answer = fetch(range);
            costs.got(answer.rows(), 0, 0);
            recovered();
            return answer;
        } catch (SourceException e) {
            failed = true;
            failed(e);
            throw e;
        } finally {
            costs.asked(Duration.ofNanos(System.nanoTime() - begun), failed);
        }
    }

    private Frame fetch(TimeRange range) throws SourceException, InterruptedException {
        Frame answer;
        try {
            answer = query.fetch(range);
        } catch (RuntimeException e) {
            LOG.error("poll {} failed", name, e);
            throw new SourceException(
                    "The query could not be carried out.", "The server's log has the reason.", e);
        }
        if (answer.fields().size() > MOST_FIELDS) {
            throw new SourceException(
                    "The query has " + (answer.fields().size() - 1) + " series or columns.",
                    "Narrow or aggregate it; at most " + (MOST_FIELDS - 1) + " can be shown.");
        }
        return answer;
    }

    private void recovered() {
        if (failures > 0) {
            LOG.info(
                    "poll {} is answered again after {}",
                    name,
                    failures == 1 ? "a failure" : failures + " failures");
        }
        failures = 0;
        lastFailure = null;
    }

    private void failed(SourceException e) {
        failures++;
        lastFailure = e;
        pausedUntil =
                clock.instant()
                        .plus(
                                schedule.afterFailures(
                                        failures, ThreadLocalRandom.current().nextDouble()));
        if (failures == 1) {
            LOG.warn("poll {} failed: {}", name, e.getMessage());
        }
    }
}
