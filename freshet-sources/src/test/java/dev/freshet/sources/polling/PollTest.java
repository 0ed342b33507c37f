package dev.freshet.sources.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.DoubleColumn;
import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.PolledQuery.Shape;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.UpstreamCosts;
import dev.freshet.sources.upstream.UpstreamUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PollTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private volatile Instant now = START;
    private final UpstreamCosts costs = new UpstreamCosts();
    private final TestQuery query = new TestQuery(Shape.ROWS, Duration.ZERO);
    private Poll poll = poll(query);
    private final Listener ann = new Listener();
    private final Listener bob = new Listener();

    @AfterEach
    void leave() {
        poll.leave(ann);
        poll.leave(bob);
    }

    private Poll poll(TestQuery asked) {
        return poll(asked, Duration.ofSeconds(10));
    }

    private Poll poll(TestQuery asked, Duration overlap) {
        var schedule =
                new Schedule(
                        asked.step(),
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        Duration.ZERO,
                        overlap,
                        Duration.ZERO);
        return new Poll("test", asked, schedule, costs, () -> now);
    }

    private static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }

    private void tick(long seconds) throws InterruptedException {
        now = at(seconds);
        query.tick();
    }

    @Test
    void whoJoinsGetsTheHistoryThenWhatIsNew() throws Exception {
        query.row(at(-20), "a", 1).row(at(-10), "b", 2);

        assertThat(values(poll.join(ann, MINUTE))).containsExactly(1.0, 2.0);
        query.row(at(1), "c", 3);
        tick(2);

        assertThat(ann.values).containsExactly(3.0);
    }

    @Test
    void oneQuestionServesAllListeners() throws Exception {
        poll.join(ann, MINUTE);
        poll.join(bob, MINUTE);
        int before = query.ranges().size();
        query.row(at(1), "a", 1);
        tick(2);

        assertThat(query.ranges()).hasSize(before + 1);
        assertThat(ann.values).isEqualTo(bob.values).containsExactly(1.0);
    }

    @Test
    void whoJoinsLaterMissesNothingAndGetsNothingTwice() throws Exception {
        poll.join(ann, MINUTE);
        query.row(at(1), "a", 1);
        now = at(2);

        assertThat(values(poll.join(bob, MINUTE))).containsExactly(1.0);
        query.row(at(3), "b", 2);
        tick(4);

        assertThat(ann.values).containsExactly(1.0, 2.0);
        assertThat(bob.values).containsExactly(2.0);
    }

    @Test
    void rowsThatComeLateAreShownWhileTheyAreAskedForAgain() throws Exception {
        query.row(at(-1), "a", 1);
        poll.join(ann, MINUTE);
        query.row(at(3), "b", 2);
        tick(4);
        query.row(at(1), "late", 3);
        tick(5);

        assertThat(ann.values).containsExactly(2.0, 3.0);
        assertThat(costs.counts().duplicates()).isPositive();
    }

    @Test
    void equalRowsAreAsManyAsTheyAre() throws Exception {
        query.row(at(-1), "a", 1).row(at(-1), "a", 1);

        assertThat(values(poll.join(ann, MINUTE))).containsExactly(1.0, 1.0);
        tick(1);
        query.row(at(-1), "a", 1);
        tick(2);

        assertThat(ann.values).containsExactly(1.0);
    }

    @Test
    void theSamePageAgainShowsNothing() throws Exception {
        query.ignoreRange();
        query.row(at(-1), "a", 1);
        poll.join(ann, MINUTE);
        tick(1);
        tick(2);

        assertThat(ann.values).isEmpty();
    }

    @Test
    void aRowThatIsStampedWhileItIsAskedForIsShownOnce() throws Exception {
        query.ignoreRange();
        query.row(at(1), "a", 1);

        assertThat(values(poll.join(ann, MINUTE))).containsExactly(1.0);
        query.row(at(3), "b", 2);
        tick(2);
        tick(3);
        tick(4);

        assertThat(ann.values).containsExactly(2.0);
        assertThat(values(poll.join(bob, MINUTE))).containsExactly(1.0, 2.0);
    }

    @Test
    void rowsOfTheFutureWaitForTheirTimeAndTheClockIsBlamed() throws Exception {
        query.ignoreRange();
        query.row(at(-1), "a", 1);
        poll.join(ann, MINUTE);
        query.row(at(120), "early", 2);
        tick(1);

        assertThat(ann.values).isEmpty();
        assertThat(ann.reasons).hasSize(1).first().asString().contains("119 s in the future");
        query.row(at(2), "b", 3);
        tick(3);
        assertThat(ann.values).containsExactly(3.0);
        tick(121);
        assertThat(ann.values).containsExactly(3.0, 2.0);
    }

    @Test
    void aFailureIsToldAndNothingIsMissedAfterwards() throws Exception {
        poll.join(ann, MINUTE);
        query.isDown();
        query.row(at(1), "a", 1);
        tick(2);
        tick(3);

        assertThat(ann.reasons)
                .containsExactly(
                        "Data source \"test\" is down. Start it.",
                        "Data source \"test\" is down. Start it.");
        query.fail(null);
        tick(50);
        assertThat(ann.values).containsExactly(1.0);
        assertThat(costs.counts().failures()).isEqualTo(2);
    }

    @Test
    void whoComesWhileItIsDownDoesNotMakeItWorse() throws Exception {
        query.isDown();
        assertThatThrownBy(() -> poll.join(ann, MINUTE)).isInstanceOf(UpstreamUnavailable.class);
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> poll.join(bob, MINUTE))
                    .isInstanceOf(UpstreamUnavailable.class);
        }

        assertThat(query.ranges()).hasSize(1);
    }

    @Test
    void aWrongQueryIsRefusedForGood() {
        query.fail(new SourceException("no such column", ""));

        assertThatThrownBy(() -> poll.join(ann, MINUTE))
                .isExactlyInstanceOf(SourceException.class)
                .hasMessage("no such column");
    }

    @Test
    void pointsOfASeriesThatAreOlderThanOneShownAreLeftOutAndCounted() throws Exception {
        var series = new TestQuery(Shape.SERIES, Duration.ZERO);
        poll = poll(series);
        series.row(at(-1), "", 1);
        assertThat(values(poll.join(ann, MINUTE))).containsExactly(1.0);
        series.row(at(2), "", 2).row(at(-3), "", 9);
        now = at(3);
        series.tick();

        assertThat(ann.values).containsExactly(2.0);
        assertThat(costs.counts().late()).isEqualTo(1);
    }

    @Test
    void stepsAreAskedOnceAndOnTheirGrid() throws Exception {
        var steps = new TestQuery(Shape.SERIES, Duration.ofSeconds(10));
        IntStream.range(-6, 10).forEach(i -> steps.row(at(i * 10L), "", i));
        poll = poll(steps);
        now = at(5);

        assertThat(values(poll.join(ann, Duration.ofSeconds(30)))).containsExactly(-2.0, -1.0, 0.0);
        now = at(8);
        steps.tick();
        assertThat(steps.ranges()).containsExactly(new TimeRange(at(-20), at(10)));
        now = at(21);
        steps.tick();

        assertThat(ann.values).containsExactly(1.0, 2.0);
        assertThat(steps.ranges().getLast()).isEqualTo(new TimeRange(START, at(30)));
    }

    @Test
    void whoComesAfterAllHaveLeftIsServed() throws Exception {
        poll.join(ann, MINUTE);
        poll.join(bob, MINUTE);
        poll.leave(ann);
        poll.leave(bob);

        poll.join(ann, MINUTE);
        query.row(at(1), "a", 1);
        tick(2);
        assertThat(ann.values).containsExactly(1.0);
    }

    @Test
    void aListenerThatNobodyReadsIsForgotten() throws Exception {
        ann.abandoned = true;
        poll.join(ann, MINUTE);
        poll.join(bob, MINUTE);
        query.row(at(1), "a", 1);
        tick(2);

        assertThat(ann.values).isEmpty();
        assertThat(bob.values).containsExactly(1.0);
    }

    /// The second one looks further back than what is remembered of the first one's rows.
    @Test
    void whoLooksFurtherBackGetsNothingTwice() throws Exception {
        poll = poll(query, Duration.ofMinutes(5));
        query.row(at(-200), "a", 1).row(at(-30), "b", 2);
        assertThat(values(poll.join(ann, MINUTE))).containsExactly(2.0);
        tick(1);
        assertThat(values(poll.join(bob, Duration.ofMinutes(10)))).containsExactly(1.0, 2.0);
        tick(2);
        query.row(at(3), "c", 3);
        tick(4);

        assertThat(ann.values).containsExactly(3.0);
        assertThat(bob.values).containsExactly(3.0);
    }

    @Test
    void whoJoinsATableWithoutTimesDoesNotRepeatItForOthers() throws Exception {
        query.hasNoTimes();
        query.row(START, "a", 1);
        poll.join(ann, MINUTE);
        tick(1);
        now = at(2);

        assertThat(values(poll.join(bob, MINUTE))).containsExactly(1.0);
        assertThat(ann.values).isEmpty();
        query.row(START, "b", 2);
        tick(3);
        tick(4);
        assertThat(ann.values).isEqualTo(bob.values).containsExactly(1.0, 2.0);
    }

    private static List<Double> values(Frame frame) {
        var values = new ArrayList<Double>();
        if (!frame.fields().isEmpty()
                && frame.fields().getLast().column() instanceof DoubleColumn column) {
            for (int row = 0; row < column.size(); row++) {
                values.add(column.value(row));
            }
        }
        return values;
    }

    private static final class Listener implements PollListener {
        final List<Double> values = new CopyOnWriteArrayList<>();
        final List<String> reasons = new CopyOnWriteArrayList<>();
        volatile boolean abandoned;

        @Override
        public void rows(Frame frame) {
            values.addAll(PollTest.values(frame));
        }

        @Override
        public void failed(String reason) {
            reasons.add(reason);
        }

        @Override
        public void nothingNew() {}

        @Override
        public boolean isAbandoned(Instant time) {
            return abandoned;
        }
    }
}
