package dev.freshet.sources.polling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.sources.upstream.TimeRange;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Schedule samples = steps(Duration.ZERO, Duration.ZERO, Duration.ZERO);
    private final Schedule buckets =
            steps(Duration.ofSeconds(10), Duration.ZERO, Duration.ofSeconds(20));

    private static Schedule steps(Duration completeAfter, Duration delay, Duration overlap) {
        return new Schedule(
                Duration.ofSeconds(10),
                completeAfter,
                Duration.ofSeconds(10),
                delay,
                overlap,
                Duration.ZERO);
    }

    private static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }

    @Test
    void samplesOfTheLatestStepAreAsked() {
        assertThat(samples.end(at(25))).isEqualTo(at(30));
        assertThat(samples.end(at(30))).isEqualTo(at(40));
    }

    @Test
    void bucketsAreAskedWhenTheyAreComplete() {
        assertThat(buckets.end(at(25))).isEqualTo(at(20));
        assertThat(buckets.end(at(30))).isEqualTo(at(30));
    }

    @Test
    void aDelayKeepsAwayFromThePresent() {
        var delayed = steps(Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ZERO);

        assertThat(delayed.end(at(34))).isEqualTo(at(10));
        assertThat(delayed.end(at(35))).isEqualTo(at(20));
    }

    @Test
    void aHistoryBeginsWithAWholeStep() {
        assertThat(buckets.history(at(20), Duration.ofSeconds(15)))
                .isEqualTo(new TimeRange(START, at(20)));
    }

    @Test
    void nothingIsAskedBeforeAStepIsComplete() {
        assertThat(buckets.next(at(29), at(20), null, START, SECOND)).isNull();
        assertThat(buckets.next(at(31), at(20), null, START, Duration.ofMinutes(5)))
                .isEqualTo(new TimeRange(START, at(30)));
    }

    @Test
    void whatComesAtAnyTimeIsAskedFromTheLatestRowOn() {
        var free =
                new Schedule(
                        Duration.ZERO,
                        Duration.ZERO,
                        SECOND,
                        Duration.ZERO,
                        Duration.ofSeconds(5),
                        Duration.ZERO);

        assertThat(free.next(at(60), at(59), at(40), START, Duration.ofMinutes(5)))
                .isEqualTo(new TimeRange(at(35), at(60)));
        assertThat(free.next(at(60), at(59), null, START, Duration.ofMinutes(5)))
                .isEqualTo(new TimeRange(at(-5), at(60)));
        assertThat(free.next(at(600), at(59), null, START, Duration.ofMinutes(5)))
                .isEqualTo(new TimeRange(at(300), at(600)));
    }

    @Test
    void rowsOfStepsAndBehindADelayEndWhereTheyWereAskedTo() {
        var asked = new TimeRange(START, at(30));

        assertThat(buckets.counted(asked, at(35))).isEqualTo(asked);
    }

    @Test
    void theNextQuestionComesAtTheNextMultipleOfTheInterval() {
        assertThat(buckets.untilNext(at(27))).isEqualTo(Duration.ofSeconds(3));
        assertThat(buckets.untilNext(at(30))).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void failuresMakeItWaitLonger() {
        assertThat(buckets.afterFailures(1, 0.5)).isEqualTo(Duration.ofSeconds(10));
        assertThat(buckets.afterFailures(2, 0.5)).isEqualTo(Duration.ofSeconds(20));
        assertThat(buckets.afterFailures(40, 0.5)).isEqualTo(Duration.ofMinutes(1));
        assertThat(buckets.afterFailures(1, 0)).isEqualTo(Duration.ofMillis(7_500));
    }
}
