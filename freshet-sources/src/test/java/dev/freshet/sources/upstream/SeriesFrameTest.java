package dev.freshet.sources.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.source.DoubleColumn;
import dev.freshet.source.Field;
import dev.freshet.source.TimeColumn;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeriesFrameTest {
    private final SeriesFrame frame = new SeriesFrame();

    @Test
    void joinsSeriesOnTheirTimes() {
        frame.series("up", Map.of("job", "a"), "").point(10, 1).point(20, 2);
        frame.series("down", Map.of(), "").point(20, 5).point(30, 6);

        var fields = frame.build().fields();

        assertThat(fields).extracting(Field::name).containsExactly("Time", "up", "down");
        assertThat(fields.get(0).column()).isEqualTo(TimeColumn.of(10, 20, 30));
        assertThat(((DoubleColumn) fields.get(1).column()).value(1)).isEqualTo(2);
        assertThat(fields.get(1).column().isNull(2)).isTrue();
        assertThat(fields.get(2).column().isNull(0)).isTrue();
        assertThat(fields.get(1).labels()).isEqualTo(Map.of("job", "a"));
    }

    @Test
    void pointsThatRepeatAreIgnored() {
        frame.series("up", Map.of(), "").point(10, 1).point(10, 2).point(5, 3).point(20, 4);

        assertThat(frame.build().rows()).isEqualTo(2);
        assertThat(frame.points()).isEqualTo(2);
    }

    @Test
    void noFieldHasTheNameOfAnother() {
        frame.series("v", Map.of("b", "2", "a", "1"), "");
        frame.series("v", Map.of("a", "3"), "");
        frame.series("v", Map.of("a", "3"), "");

        assertThat(frame.build().fields())
                .extracting(Field::name)
                .containsExactly("Time", "v", "v {a=\"3\"}", "v {a=\"3\"} 2");
    }

    @Test
    void panelsAreToldWhatToCallASeries() {
        frame.series("v", Map.of(), "the \"value\"").point(1, 1);

        assertThat(frame.build().fields().get(1).config())
                .hasToString("{\"displayNameFromDS\":\"the \\\"value\\\"\"}");
    }

    @Test
    void noSeriesIsAFrameWithoutFields() {
        assertThat(frame.build().fields()).isEmpty();
    }
}
