package dev.freshet.sources.sql;

import static dev.freshet.sources.sql.Asking.at;
import static dev.freshet.sources.sql.Asking.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatermarkTest {
    private final Watermark watermark = new Watermark("id");

    @Test
    void narrowsRangesThatBeginWhereAnotherEnded() throws SourceException {
        watermark.read(range("10:00", "10:01"), 5);

        assertThat(watermark.before(at("10:00"))).isNull();
        assertThat(watermark.before(at("10:00:59"))).isNull();
        assertThat(watermark.before(at("10:01"))).isEqualTo(5);
        assertThat(watermark.before(at("11:00"))).isEqualTo(5);
    }

    @Test
    void rowsReadByOthersLaterAreNotTakenAsRead() throws SourceException {
        watermark.read(range("10:00", "10:02"), 5);
        watermark.read(range("10:00", "10:01"), 8);

        assertThat(watermark.before(at("10:01"))).isEqualTo(5);
    }

    /// Channels ask for ranges one after the other, each at its own pace and sometimes again from
    /// further back; rows come in between. Every row has to reach every channel, but for those that
    /// had been read before its first range began.
    @Test
    void noChannelLosesARow() throws SourceException {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var mark = new Watermark("id");
            var seen = new HashMap<Integer, Set<Integer>>();
            var ends = new HashMap<Integer, Instant>();
            int rows = 0;
            for (int minute = 1; minute < 150; minute++) {
                rows += random.nextInt(3);
                int channel = random.nextInt(3);
                var last = ends.getOrDefault(channel, at("00:00"));
                var from = last.minusSeconds(random.nextInt(3) == 0 ? random.nextInt(600) : 0);
                var to = at("00:00").plusSeconds(minute * 60L - random.nextInt(180));
                if (!from.isBefore(to) || to.isBefore(last)) {
                    continue;
                }
                var before = mark.before(from);
                var own = seen.computeIfAbsent(channel, _ -> upTo(before));
                ask(mark, from, to, rows, own);
                ends.put(channel, to);
                assertThat(seen.get(channel)).as("seed " + seed).hasSize(rows);
            }
        }
    }

    private static Set<Integer> upTo(@Nullable Object last) {
        var all = new HashSet<Integer>();
        for (int row = 1; last != null && row <= (Integer) last; row++) {
            all.add(row);
        }
        return all;
    }

    private static void ask(Watermark mark, Instant from, Instant to, int rows, Set<Integer> seen)
            throws SourceException {
        var after = (Integer) mark.before(from);
        for (int row = after == null ? 1 : after + 1; row <= rows; row++) {
            seen.add(row);
        }
        mark.read(new TimeRange(from, to), rows == 0 ? null : (Integer) rows);
    }

    /// A channel that had found nothing lost the first rows when another had read them meanwhile.
    @Test
    void whoFoundNothingHasReadNothing() throws SourceException {
        watermark.read(range("10:00", "10:02"), null);
        watermark.read(range("10:00", "10:01"), 3);

        assertThat(watermark.before(at("10:02"))).isNull();
    }

    @Test
    void keepsABoundedNumberOfEnds() throws SourceException {
        for (int i = 0; i < 1000; i++) {
            watermark.read(new TimeRange(at("00:00"), at("00:01").plusSeconds(i)), i);
        }

        assertThat(watermark.before(at("00:02"))).isNull();
        assertThat(watermark.before(at("00:01").plusSeconds(999))).isEqualTo(999);
    }

    @Test
    void valuesOfSeveralTypesAreRefused() throws SourceException {
        watermark.read(range("10:00", "10:01"), 5);

        assertThatThrownBy(() -> watermark.read(range("10:01", "10:02"), "x"))
                .hasMessage("Watermark column \"id\" has values of several types.");
    }

    @Test
    void textsAreComparedByTheirBytes() throws SourceException {
        var rows = new ArrayList<@Nullable Object[]>();
        for (var each : new String[] {"B", "a", "\uFB01", "\uD83D\uDE00"}) {
            rows.add(new Object[] {each});
        }
        var answer = new Answer(List.of(new Answer.Column("id", ColumnKind.TEXT)), rows);

        assertThat(watermark.greatest(answer, 0, null)).isEqualTo("\uD83D\uDE00");
    }
}
