package dev.freshet.server.managedstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.source.DoubleColumn;
import dev.freshet.source.Field;
import dev.freshet.source.FieldType;
import dev.freshet.source.Frame;
import dev.freshet.source.History;
import dev.freshet.source.TimeColumn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What new subscribers of a stream with a history get first, and what the others are sent.
class KeptRowsTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<String> published = new ArrayList<>();
    private final List<RowPosition> places = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private final ManagedStreams streams =
            new ManagedStreams(
                    new StreamPublisher() {
                        @Override
                        public boolean hasRoom(String channel) {
                            return true;
                        }

                        @Override
                        public void publish(String channel, byte[] json, long number) {
                            published.add(new String(json, UTF_8));
                        }

                        @Override
                        public void publish(
                                String channel, byte[] json, long number, RowPosition last) {
                            publish(channel, json, number);
                            places.add(last);
                        }
                    },
                    StreamLimits.defaults(),
                    () -> now);

    private static Frame frame(long... seconds) {
        var times = TimeColumn.builder();
        var values = DoubleColumn.builder(FieldType.FLOAT64);
        for (long second : seconds) {
            times.append(second * SECOND);
            values.append((double) second);
        }
        return Frame.of("", Field.of("Time", times.build()), Field.nullable("v", values.build()));
    }

    private void begin(int maxRows, long... seconds) {
        streams.begin(
                1, "ds", "p", "x", new History(frame(seconds), Duration.ofSeconds(10), maxRows));
    }

    private void push(long... seconds) {
        streams.push(1, "ds", "p", "x", frame(seconds));
    }

    private String snapshot() {
        var json = streams.snapshot("1/ds/p/x", false).orElseThrow().json();
        var text = new String(json, UTF_8);
        return text.substring(text.indexOf("\"data\""));
    }

    @Test
    void aNewSubscriberGetsTheHistoryAndAllThatFollowed() {
        begin(100, 1, 2);
        push(3);

        assertThat(snapshot()).isEqualTo("\"data\":{\"values\":[[1000,2000,3000],[1,2,3]]}}");
        push(4);
        assertThat(snapshot()).contains("[1,2,3,4]");
    }

    @Test
    void whatIsTooOldOrTooMuchIsNotKept() {
        begin(3, 1, 2);
        push(3);
        push(4);
        assertThat(snapshot()).contains("[2,3,4]");

        push(30);
        assertThat(snapshot()).contains("[[30000],[30]]");
    }

    @Test
    void aStreamThatBeginsAnewSendsWhatIsLaterAndShowsTheWholeHistory() {
        begin(100, 1, 2);
        push(3);
        published.clear();
        begin(100, 2, 3, 4, 5);

        assertThat(published).containsExactly("{\"data\":{\"values\":[[4000,5000],[4,5]]}}");
        assertThat(snapshot()).contains("[2,3,4,5]");
    }

    @Test
    void aFieldThatComesLaterIsNullInTheRowsBefore() {
        begin(100, 1);
        streams.push(
                1,
                "ds",
                "p",
                "x",
                Frame.of(
                        "",
                        Field.of("Time", TimeColumn.of(2 * SECOND)),
                        Field.nullable("w", DoubleColumn.of(FieldType.FLOAT64, 7))));

        assertThat(snapshot()).isEqualTo("\"data\":{\"values\":[[1000,2000],[1,null],[null,7]]}}");
    }

    @Test
    void aRecoveredSubscriberGetsTheSchemaOnly() {
        begin(100, 1, 2);

        var json = streams.snapshot("1/ds/p/x", true).orElseThrow().json();
        assertThat(new String(json, UTF_8))
                .contains("\"schema\"")
                .doesNotContain("\"data\":{\"values\"");
    }

    private String snapshotBehind(RowPosition place) {
        var json = streams.snapshotBehind("1/ds/p/x", place).orElseThrow().json();
        var text = new String(json, UTF_8);
        assertThat(text).startsWith("{\"schema\"");
        return text.substring(text.indexOf("\"data\""));
    }

    @Test
    void whoComesBackGetsTheRowsThatItHasNot() {
        begin(100, 1, 2);
        push(3);
        push(4, 5);

        assertThat(places.stream().map(this::snapshotBehind))
                .containsExactly(
                        "\"data\":{\"values\":[[3000,4000,5000],[3,4,5]]}}",
                        "\"data\":{\"values\":[[4000,5000],[4,5]]}}",
                        "\"data\":{\"values\":[[],[]]}}");
    }

    @Test
    void whoWasAwayForLongerThanTheRangeGetsTheRange() {
        begin(100, 1);
        push(30, 31);

        assertThat(snapshotBehind(places.getFirst())).contains("[30,31]");
    }

    @Test
    void rowsOfOneTimeAreCounted() {
        begin(100, 1, 2);
        push(2);
        push(2, 3);

        assertThat(snapshotBehind(places.get(0))).contains("[2,2,3]");
        assertThat(snapshotBehind(places.get(1))).contains("[2,3]");
        begin(100, 1, 2, 2, 2, 2, 3, 3);
        assertThat(published.getLast()).isEqualTo("{\"data\":{\"values\":[[3000],[3]]}}");
    }

    @Test
    void whatFollowsTheRowsOfSomeoneWhoComesBackIsMadeOnceForAll() {
        begin(100, 1, 2);
        var place = places.getLast();
        push(3);

        var first = streams.snapshotBehind("1/ds/p/x", place).orElseThrow();
        assertThat(streams.snapshotBehind("1/ds/p/x", place)).containsSame(first);
        push(4);
        assertThat(snapshotBehind(place)).contains("[3,4]");
    }

    @Test
    void whatNobodyFeedsGoesAfterTenMinutes() {
        begin(100, 1);
        streams.over("1/ds/p/x");
        now = now.plus(Duration.ofMinutes(9));
        streams.expireIdle();
        assertThat(streams.keepsRows("1/ds/p/x")).isTrue();

        now = now.plus(Duration.ofMinutes(2));
        streams.expireIdle();
        assertThat(streams.snapshot("1/ds/p/x", false)).isEmpty();
    }

    @Test
    void aStreamThatIsFedStays() {
        begin(100, 1);
        streams.over("1/ds/p/x");
        begin(100, 1, 2);
        now = now.plus(Duration.ofHours(1));
        streams.expireIdle();

        assertThat(snapshot()).contains("[1,2]");
    }
}
