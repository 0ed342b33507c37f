package dev.freshet.sources.loki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.freshet.source.Field;
import dev.freshet.source.Frame;
import dev.freshet.source.JsonColumn;
import dev.freshet.source.SourceException;
import dev.freshet.sources.fixture.Eventually;
import dev.freshet.sources.fixture.Frames;
import dev.freshet.sources.fixture.Settings;
import dev.freshet.sources.upstream.SubscribedQuery;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamUnavailable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// Against a stand-in: there is no Loki server to be had for tests.
class LokiLogTest {
    private static final String ALL = "{\"expr\":\"{app=\\\"a\\\"}\"}";

    private final Instant now = Instant.now();
    private final TimeRange range = new TimeRange(now.minusSeconds(3600), now);
    private final LokiStandIn server;
    private Upstream upstream;

    LokiLogTest() throws IOException, SourceException {
        server = new LokiStandIn();
        upstream = open(Duration.ofSeconds(20), 10_000);
    }

    private Upstream open(Duration timeout, int maxRows) throws SourceException {
        return new LokiType()
                .open(
                        Settings.dataSource("loki", server.url(), "{}"),
                        Settings.context(timeout, maxRows, 1_000_000));
    }

    @AfterEach
    void close() {
        upstream.close();
        server.close();
    }

    private SubscribedQuery prepare(String json) throws SourceException {
        return (SubscribedQuery) upstream.prepare(Settings.query(Duration.ofMillis(20), json));
    }

    private Frame history(SubscribedQuery query) throws Exception {
        return Objects.requireNonNull(query.history(range));
    }

    /// A moment so many nanoseconds from the end of the range.
    private long at(long nanos) {
        return Nanos.of(now) + nanos;
    }

    @Test
    void historyHasEveryLineOnceAndInOrder() throws Exception {
        // more lines of one moment than a page has, in the middle of others
        for (int i = 0; i < 1000; i++) {
            server.push("a", at(-2_000 + i), "early " + i);
        }
        for (int i = 0; i < 1200; i++) {
            server.push("a", at(-1_000), "same " + i);
        }
        server.push("a", at(-1), "last");
        server.push("a", at(0), "of the next range");
        server.push("b", at(-5), "of another stream");

        var frame = history(prepare(ALL));

        assertThat(frame.rows()).isEqualTo(2201);
        assertThat(RunningStream.lines(frame)).doesNotHaveDuplicates().endsWith("last");
        assertThat(Frames.times(frame)).isSorted().endsWith(at(-1));
    }

    /// Only each page had a limit, and there may be a hundred of them.
    @Test
    void allPagesOfAHistoryTogetherHaveALimit() throws Exception {
        for (int i = 0; i < 3000; i++) {
            server.push("a", at(-5_000 + i), i + " " + "x".repeat(400));
        }

        assertThatThrownBy(() -> history(prepare(ALL)))
                .hasMessage("Data source \"Test\" answered with more than 1000000 bytes.");
    }

    @Test
    void linesHaveLabelsAndMetadata() throws Exception {
        server.push(
                new LokiStandIn.Entry(
                        Map.of("job", "x", "app", "a"), at(-7), "hello", Map.of("trace", "1")));

        var frame = history(prepare(ALL));

        assertThat(frame.fields())
                .extracting(Field::name)
                .containsExactly("Time", "line", "labels", "id");
        assertThat(((JsonColumn) frame.fields().get(2).column()).value(0))
                .hasToString("{\"app\":\"a\",\"job\":\"x\",\"trace\":\"1\"}");
    }

    @Test
    void maxLinesAreTheLatest() throws Exception {
        for (int i = 0; i < 10; i++) {
            server.push("a", at(i - 10), "line " + i);
        }

        var frame = history(prepare("{\"expr\":\"{app=\\\"a\\\"}\",\"maxLines\":3}"));

        assertThat(RunningStream.lines(frame)).containsExactly("line 7", "line 8", "line 9");
    }

    @Test
    void tooManyLinesAreRefused() throws Exception {
        upstream.close();
        upstream = open(Duration.ofSeconds(20), 2);
        for (int i = 0; i < 3; i++) {
            server.push("a", at(-i - 1), "line");
        }
        var query = prepare(ALL);

        assertThatThrownBy(() -> query.history(range)).hasMessageContaining("more than 2");
    }

    @Test
    void newLinesFollowTheHistoryWithoutGapOrRepeat() throws Exception {
        server.push("a", at(-1), "in the history");
        var query = prepare(ALL);
        query.history(range);
        server.push("a", at(-2), "came late");
        server.push("a", at(5), "between");

        try (var stream = new RunningStream(query, range.to())) {
            stream.await(2);
            Eventually.get(server::tails, tails -> tails == 1);
            server.push("b", at(6), "of another stream");
            server.push("a", at(7), "live");
            assertThat(stream.await(3)).containsExactly("came late", "between", "live");
        }
    }

    @Test
    void withoutHistoryLinesBeginBehindTheMoment() throws Exception {
        server.push("a", at(0), "before");
        server.push("a", at(1), "after");

        try (var stream = new RunningStream(prepare(ALL), now)) {
            assertThat(stream.await(1)).containsExactly("after");
        }
    }

    @Test
    void closedTailsAreOpenedAgainWithoutGapOrRepeat() throws Exception {
        try (var stream = new RunningStream(prepare(ALL), now)) {
            Eventually.get(server::tails, tails -> tails == 1);
            server.push("a", at(10), "one");
            server.push("a", at(10), "two, of the same moment");
            stream.await(2);

            server.closeTails(1001);
            server.push("a", at(10), "three, too");
            server.push("a", at(11), "four");
            stream.await(4);
            Eventually.get(server::tails, tails -> tails == 1);
            server.push("a", at(12), "five");

            assertThat(stream.await(5))
                    .containsExactlyInAnyOrder(
                            "one", "two, of the same moment", "three, too", "four", "five");
        }
    }

    @Test
    void droppedLinesAreAskedFor() throws Exception {
        try (var stream = new RunningStream(prepare(ALL), now)) {
            Eventually.get(server::tails, tails -> tails == 1);
            server.push("a", at(1), "one");
            stream.await(1);
            server.drop(true);
            server.push("a", at(2), "dropped");
            server.drop(false);
            server.push("a", at(3), "three");

            assertThat(stream.await(3)).containsExactlyInAnyOrder("one", "dropped", "three");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 403, 404})
    void withoutTailsLinesAreAskedForAndTheLogSaysSoOnce(int status) throws Exception {
        var log = (Logger) LoggerFactory.getLogger(LogFollower.class);
        var appender = new ListAppender<ILoggingEvent>();
        appender.start();
        log.addAppender(appender);
        server.tailStatus(status);

        try (var stream = new RunningStream(prepare(ALL), now)) {
            server.push("a", at(1), "one");
            stream.await(1);
            server.push("a", at(2), "two");
            assertThat(stream.await(2)).containsExactly("one", "two");
            try (var another = new RunningStream(prepare(ALL), now)) {
                another.await(2);
                Eventually.get(
                        () ->
                                server.requests().stream()
                                        .filter(each -> each.path().endsWith("/tail"))
                                        .count(),
                        count -> count == 2);
            }
        } finally {
            log.detachAppender(appender);
        }
        assertThat(appender.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "Data source \"Test\" does not tell new lines by itself (status %d); it is asked every 20 ms instead."
                                .formatted(status));
    }

    @Test
    void tailsThatAreBusyAreUnavailable() throws Exception {
        server.tailStatus(503);

        try (var stream = new RunningStream(prepare(ALL), now)) {
            assertThat(stream.failure())
                    .isInstanceOf(UpstreamUnavailable.class)
                    .hasMessageContaining("status 503");
        }
    }

    @Test
    void interruptingClosesTheConnectionPolitely() throws Exception {
        try (var stream = new RunningStream(prepare(ALL), now)) {
            Eventually.get(server::tails, tails -> tails == 1);
            server.push("a", at(1), "live");
            stream.await(1); // so it knows that the connection is open
            stream.interrupt();
            assertThat(stream.failure()).isInstanceOf(InterruptedException.class);
        }

        Eventually.get(server::tails, tails -> tails == 0);
        assertThat(server.closeCodes()).containsExactly(1000);
    }

    @Test
    void silentTailsAreOpenedAgain() throws Exception {
        upstream.close();
        upstream = open(Duration.ofMillis(500), 1000);
        server.beDeaf(true);

        try (var stream = new RunningStream(prepare(ALL), now)) {
            Eventually.get(
                    () ->
                            server.requests().stream()
                                    .anyMatch(each -> each.path().endsWith("/tail")),
                    asked -> asked);
            server.beDeaf(false);
            Eventually.get(server::tails, tails -> tails == 1);
            server.push("a", at(1), "live");
            assertThat(stream.await(1)).containsExactly("live");
        }
    }

    @Test
    void lostServersAreUnavailable() throws Exception {
        var query = prepare(ALL);
        try (var stream = new RunningStream(query, now)) {
            Eventually.get(server::tails, tails -> tails == 1);
            server.push("a", at(1), "one");
            stream.await(1);
            server.answer(502, "no");
            server.closeTails(1011);
            assertThat(stream.failure()).isInstanceOf(UpstreamUnavailable.class);
        }
    }

    @Test
    void theNextRunContinuesWhereTheLastOneEnded() throws Exception {
        var query = prepare(ALL);
        try (var stream = new RunningStream(query, now)) {
            Eventually.get(server::tails, tails -> tails == 1);
            server.push("a", at(1), "one");
            stream.await(1);
        }
        server.push("a", at(1), "two");

        try (var stream = new RunningStream(query, now)) {
            assertThat(stream.await(1)).containsExactly("two");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"streams\":",
                "{\"streams\":[{\"stream\":{},\"values\":[[\"soon\",\"x\"]]}]}",
                "long"
            })
    void messagesThatAreNoneEndTheStream(String message) throws Exception {
        try (var stream = new RunningStream(prepare(ALL), now)) {
            Eventually.get(server::tails, tails -> tails == 1);
            server.tell(message.equals("long") ? "x".repeat(1_000_001) : message);

            assertThat(stream.failure())
                    .isExactlyInstanceOf(SourceException.class)
                    .hasMessageMatching(
                            ".*(did not answer as Loki does|more than 1000000 bytes).*");
        }
    }

    @Test
    void errorsAreToldInItsWords() throws Exception {
        var query = prepare("{\"expr\":\"{bad\"}");

        assertThatThrownBy(() -> query.history(range))
                .hasMessageContaining("parse error at line 1");
        try (var stream = new RunningStream(query, now)) {
            assertThat(stream.failure()).hasMessageContaining("parse error at line 1");
        }
    }
}
