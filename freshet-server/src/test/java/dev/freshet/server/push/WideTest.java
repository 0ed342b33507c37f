package dev.freshet.server.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.source.DoubleColumn;
import dev.freshet.source.Field;
import dev.freshet.source.Frame;
import dev.freshet.source.StringColumn;
import dev.freshet.source.TimeColumn;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WideTest {
    @Test
    void theExampleOfTheSpecificationComesOutExactly() {
        assertThat(Push.json("disk,host=a used=1i,free=2.5 1700000000000000000\n", Push.WIDE))
                .isEqualTo(
                        """
                        {"schema":{"name":"disk","fields":[\
                        {"name":"time","type":"time","typeInfo":{"frame":"time.Time"}},\
                        {"name":"free","type":"number","typeInfo":{"frame":"float64","nullable":true},"labels":{"host":"a"}},\
                        {"name":"used","type":"number","typeInfo":{"frame":"float64","nullable":true},"labels":{"host":"a"}}]},\
                        "data":{"values":[[1700000000000],[2.5],[1]]}}\
                        """);
    }

    @Test
    void linesOfOneTimeFormOneRowAndTagSetsTheirOwnColumns() {
        String body =
                """
                m,h=a v=1 1000000
                m,h=b v=2 1000000
                m,h=a w=3 1000000
                m,h=a v=4 2000000
                """;

        assertThat(Push.data(body, Push.WIDE))
                .isEqualTo("{\"values\":[[1,2],[1,4],[2,null],[3,null]]}");
    }

    @Test
    void noTagsAreEmptyLabels() {
        assertThat(Push.json("m v=1 0", Push.WIDE)).contains("\"labels\":{}}]}");
    }

    @Test
    void oneTagSetHasOneColumnHoweverItIsWritten() {
        String body = "m,b=2,a=1 v=1 1000000\nm,a=1,b=2 v=2 2000000\nm,a=0,a=1,b=2 v=3 3000000\n";

        assertThat(Push.data(body, Push.WIDE)).isEqualTo("{\"values\":[[1,2,3],[1,2,3]]}");
    }

    @Test
    void onlyTimeIsAReservedName() {
        Frame frame = Push.convert("m labels=1,time=2 0", Push.WIDE).frames().getFirst().frame();

        assertThat(frame.fields())
                .extracting(Field::name)
                .containsExactly("time", "labels", "time_1");
    }

    @Test
    void wideAndLabelsColumnAgreeOnEveryValue() {
        long seed = System.nanoTime();
        Random random = new Random(seed);

        for (int round = 0; round < 300; round++) {
            String body = body(random);
            assertThat(cellsOfWide(Push.convert(body, Push.WIDE).frames().getFirst().frame()))
                    .as("seed %d, body:%n%s", seed, body)
                    .isEqualTo(
                            cellsOfLabels(
                                    Push.convert(body, Push.LABELS).frames().getFirst().frame()));
        }
    }

    private static String body(Random random) {
        StringBuilder body = new StringBuilder();
        for (int i = 1 + random.nextInt(12); i > 0; i--) {
            body.append("m,h=").append((char) ('a' + random.nextInt(3)));
            body.append(" f").append(random.nextInt(4)).append('=').append(random.nextInt(100));
            body.append(' ').append(random.nextInt(3)).append('\n');
        }
        return body.toString();
    }

    private static Map<String, Double> cellsOfWide(Frame frame) {
        Map<String, Double> cells = new HashMap<>();
        TimeColumn times = (TimeColumn) frame.fields().get(0).column();
        for (Field field : frame.fields().subList(1, frame.fields().size())) {
            Map<String, String> labels = Objects.requireNonNull(field.labels());
            for (int row = 0; row < frame.rows(); row++) {
                put(cells, times.value(row), "h=" + labels.get("h"), field, row);
            }
        }
        return cells;
    }

    /// The last of equal keys stays, as in a wide row.
    private static Map<String, Double> cellsOfLabels(Frame frame) {
        Map<String, Double> cells = new HashMap<>();
        StringColumn labels = (StringColumn) frame.fields().get(0).column();
        TimeColumn times = (TimeColumn) frame.fields().get(1).column();
        for (Field field : frame.fields().subList(2, frame.fields().size())) {
            for (int row = 0; row < frame.rows(); row++) {
                put(cells, times.value(row), labels.value(row), field, row);
            }
        }
        return cells;
    }

    private static void put(
            Map<String, Double> cells, long time, String labels, Field field, int row) {
        if (!field.column().isNull(row)) {
            double value = ((DoubleColumn) field.column()).value(row);
            cells.put(time + " " + labels + " " + field.name(), value);
        }
    }
}
