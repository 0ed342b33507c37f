package dev.freshet.sources.polling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.source.Field;
import dev.freshet.source.Frame;
import dev.freshet.source.StringColumn;
import dev.freshet.source.TimeColumn;
import org.junit.jupiter.api.Test;

class RowsWatermarkTest {
    private final RowsWatermark watermark = new RowsWatermark();

    /// Documents have the fields that they have: a new one must not make the others new.
    @Test
    void rowsAreTheSameWhenAnotherHasAFieldOfItsOwn() {
        watermark.admit(
                Frame.of(
                        "",
                        Field.of("Time", TimeColumn.of(1)),
                        Field.of("id", StringColumn.of("a"))),
                0,
                10);
        var extra = StringColumn.builder();
        extra.appendNull();
        extra.append("x");

        var fresh =
                watermark.admit(
                        Frame.of(
                                "",
                                Field.of("Time", TimeColumn.of(1, 2)),
                                Field.of("extra", extra.build()),
                                Field.of("id", StringColumn.of("a", "b"))),
                        0,
                        10);

        assertThat(fresh.duplicates()).isEqualTo(1);
        assertThat(fresh.frame().rows()).isEqualTo(1);
    }
}
