package dev.freshet.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameTest {
    @Test
    void columnsOfUnequalLengthAreRefused() {
        Field one = Field.of("one", BooleanColumn.of(true));
        Field two = Field.of("two", BooleanColumn.of(true, false));

        assertThatThrownBy(() -> Frame.of("f", one, two))
                .hasMessage("Field \"two\" has 2 rows, the first field 1");
    }

    @Test
    void nullsInAFieldThatIsNotNullableAreRefused() {
        BooleanColumn.Builder builder = BooleanColumn.builder();
        builder.appendNull();
        BooleanColumn column = builder.build();

        assertThatThrownBy(() -> new Field("on", null, null, false, column))
                .hasMessage("Field \"on\" has nulls but is not nullable");
        assertThat(Field.of("on", column).nullable()).isTrue();
    }

    @Test
    void labelsAreCopied() {
        Map<String, String> labels = new HashMap<>(Map.of("host", "a"));
        Field field = Field.of("v", BooleanColumn.of()).withLabels(labels);

        labels.clear();

        assertThat(field.labels()).containsEntry("host", "a");
    }

    @Test
    void aFrameWithoutFieldsHasNoRows() {
        assertThat(Frame.of("empty").rows()).isZero();
    }
}
