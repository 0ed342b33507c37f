package dev.freshet.sources.sql;

import static dev.freshet.sources.sql.Asking.at;
import static dev.freshet.sources.sql.Asking.nanos;
import static dev.freshet.sources.sql.Asking.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadRowsTest {
    private final List<@Nullable Object[]> table = new ArrayList<>();
    private final List<@Nullable Object> asked = new ArrayList<>();
    private List<Answer.Column> columns = List.of(new Answer.Column("id", ColumnKind.INTEGER));
    private ReadRows rows = rows();

    private static ReadRows rows() {
        try {
            return new ReadRows(
                    SqlSettings.of(
                            Asking.dataSource("sqlite", "", "", "", "", "{}"),
                            Asking.context(Asking.TIMEOUT)),
                    new Watermark("id"),
                    List.of("time"));
        } catch (SourceException e) {
            throw new AssertionError(e);
        }
    }

    private void insert(@Nullable Object... row) {
        table.add(row);
    }

    private ReadRows.Timed ask(TimeRange range) throws SourceException, InterruptedException {
        return rows.of(
                range,
                after -> {
                    asked.add(after);
                    var found = new ArrayList<@Nullable Object[]>();
                    for (var row : table) {
                        if (after == null
                                || (row[0] instanceof Number id
                                        && id.longValue() > ((Number) after).longValue())) {
                            found.add(row);
                        }
                    }
                    return new Answer(columns, found);
                });
    }

    @Test
    void eachRowIsAskedForOnce() throws Exception {
        insert(1L);
        insert(2L);
        ask(range("10:00", "10:01"));
        insert(3L);

        var second = ask(range("10:00:50", "10:02"));
        var third = ask(range("10:01:50", "10:03"));

        assertThat(asked).containsExactly(null, 2L, 3L);
        assertThat(second.times())
                .containsExactly(
                        nanos("10:00:59.999"), nanos("10:00:59.999"), nanos("10:01:59.999"));
        assertThat(third.times()).containsExactly(nanos("10:01:59.999"));
    }

    /// The server asks from the time of the last row on; with a quiet table, or rows whose times
    /// are long ago, that was the whole table each time.
    @Test
    void aQuietTableIsNotReadAgain() throws Exception {
        insert(1L);
        for (int i = 1; i < 200; i++) {
            ask(new TimeRange(at("10:00"), at("10:00").plusSeconds(5L * i)));
        }

        assertThat(asked.subList(1, 199)).containsOnly(1L);
    }

    @Test
    void rowsHaveTheirOwnTimesWhereThereAreSome() throws Exception {
        columns =
                List.of(
                        new Answer.Column("id", ColumnKind.INTEGER),
                        new Answer.Column("time", ColumnKind.TIME));
        insert(1L, "2026-11-25 08:00");
        insert(2L, "2026-11-25 10:00:30");

        var first = ask(range("10:00", "10:01"));
        insert(3L, "2026-11-25 10:00:10");
        var second = ask(range("10:00:05", "10:02"));

        assertThat(first.hasOwnTime()).isTrue();
        assertThat(first.times()).containsExactly(nanos("10:00:30"));
        assertThat(second.times()).containsExactly(nanos("10:00:30"), nanos("10:00:10"));
        assertThat(asked).containsExactly(null, 2L);
    }

    @Test
    void aRangeFromWhichRowsWereDroppedIsAskedAsAWhole() throws Exception {
        for (int minute = 1; minute <= 4; minute++) {
            for (int i = 0; i < Asking.MAX_ROWS / 2; i++) {
                insert((long) table.size());
            }
            ask(range("10:0" + (minute - 1), "10:0" + minute));
        }
        asked.clear();

        var late = ask(range("10:02", "10:05"));
        var whole = ask(range("10:00", "10:06"));

        assertThat(asked).containsExactly(1999L, null);
        assertThat(late.times()).hasSize(1000);
        assertThat(whole.times()).hasSize(2000);
        assertThat(whole.times().getFirst()).isBetween(nanos("10:00"), nanos("10:02"));
        assertThat(whole.times().get(1000)).isEqualTo(nanos("10:02:59.999"));
    }

    @Test
    void anotherColumnIsFoundInTheNextRows() throws Exception {
        insert(1L);
        ask(range("10:00", "10:01"));
        columns = List.of(columns.getFirst(), new Answer.Column("new", ColumnKind.TEXT));
        table.set(0, new Object[] {1L, "old"});
        insert(2L, "x");

        var next = ask(range("10:01", "10:02"));
        var whole = ask(range("10:00", "10:02"));

        assertThat(next.answer().columns()).isEqualTo(columns);
        assertThat(next.times()).hasSize(1);
        assertThat(whole.times()).containsExactly(nanos("10:00:59.999"), nanos("10:01:59.999"));
    }

    /// Ranges of several channels, each at its own pace and sometimes again from further back; rows
    /// come in between. Every row reaches whoever asks for the time at which it was read.
    @Test
    void noChannelLosesARow() throws Exception {
        for (int seed = 0; seed < 50; seed++) {
            var random = new Random(seed);
            table.clear();
            rows = rows();
            var read = new ArrayList<Instant>();
            for (int minute = 1; minute < 100; minute++) {
                for (int i = random.nextInt(40); i > 0; i--) {
                    insert((long) table.size());
                }
                var end = at("00:00").plusSeconds(minute * 60L);
                var from =
                        end.minusSeconds(60 + random.nextInt(random.nextInt(4) == 0 ? 6000 : 60));
                while (read.size() < table.size()) {
                    read.add(end.minusMillis(1));
                }

                var found = ask(new TimeRange(from, end));

                long expected = read.stream().filter(time -> !time.isBefore(from)).count();
                assertThat(found.times().size())
                        .as("seed " + seed + " minute " + minute)
                        .isGreaterThanOrEqualTo((int) Math.min(expected, table.size()));
            }
        }
    }

    @Test
    void valuesOfSeveralTypesAreRefused() throws Exception {
        insert(1L);
        insert("x");

        assertThatThrownBy(() -> ask(range("10:00", "10:01")))
                .hasMessage("Watermark column \"id\" has values of several types.");
    }

    @Test
    void textsAreComparedByTheirBytes() throws SourceException {
        var watermark = new Watermark("id");

        assertThat(watermark.isAfter("a", "B")).isTrue();
        assertThat(watermark.isAfter("\uD83D\uDE00", "\uFB01")).isTrue();
        assertThat(watermark.isAfter(1.5, 1L)).isTrue();
        assertThat(watermark.isAfter(null, 1L)).isFalse();
        assertThatThrownBy(() -> watermark.isAfter(new byte[1], null))
                .hasMessageContaining("no numbers, texts or times");
    }
}
