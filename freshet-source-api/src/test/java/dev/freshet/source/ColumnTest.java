package dev.freshet.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnTest {
    @Test
    void growsFarBeyondItsFirstCapacity() {
        DoubleColumn.Builder doubles = DoubleColumn.builder(FieldType.FLOAT64);
        LongColumn.Builder longs = LongColumn.builder(FieldType.INT32);
        TimeColumn.Builder times = TimeColumn.builder();
        BooleanColumn.Builder booleans = BooleanColumn.builder();
        StringColumn.Builder strings = StringColumn.builder();

        for (int i = 0; i < 1000; i++) {
            doubles.append(i / 2.0);
            longs.append(i);
            times.append(i);
            booleans.append(i % 3 == 0);
            strings.append("text " + i);
        }

        assertThat(doubles.build().value(999)).isEqualTo(499.5);
        assertThat(longs.build().value(999)).isEqualTo(999);
        assertThat(times.build().value(999)).isEqualTo(999);
        assertThat(booleans.build().value(999)).isTrue();
        assertThat(strings.build().value(999)).isEqualTo("text 999");
    }

    @Test
    void rowsThatWereSkippedAreNull() {
        StringColumn.Builder strings = StringColumn.builder();

        strings.set(2, "c");
        strings.set(0, "a");
        strings.padTo(70);
        StringColumn column = strings.build();

        assertThat(column.size()).isEqualTo(70);
        assertThat(List.of(column.isNull(0), column.isNull(1), column.isNull(2)))
                .containsExactly(false, true, false);
        assertThat(column.isNull(69)).isTrue();
        assertThat(column.value(0)).isEqualTo("a");
    }

    @Test
    void nullsOfOneColumnDoNotAppearInAnother() {
        DoubleColumn.Builder one = DoubleColumn.builder(FieldType.FLOAT64);
        DoubleColumn.Builder other = DoubleColumn.builder(FieldType.FLOAT64);

        one.appendNull();
        other.append(1);

        assertThat(one.build().hasNulls()).isTrue();
        assertThat(other.build().hasNulls()).isFalse();
    }

    @Test
    void theLastValueOfARowStays() {
        LongColumn.Builder builder = LongColumn.builder(FieldType.UINT64);

        builder.set(0, 1);
        builder.set(0, 2);

        assertThat(builder.build()).isEqualTo(LongColumn.of(FieldType.UINT64, 2));
    }

    @Test
    void aBuilderIsUsedUpByBuilding() {
        TimeColumn.Builder builder = TimeColumn.builder().append(1);

        builder.build();

        assertThatThrownBy(() -> builder.append(2)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void equalityIsThatOfTypeValuesAndNulls() {
        DoubleColumn.Builder withNull = DoubleColumn.builder(FieldType.FLOAT64);
        withNull.appendNull();

        assertThat(DoubleColumn.of(FieldType.FLOAT64, 0)).isNotEqualTo(withNull.build());
        assertThat(DoubleColumn.of(FieldType.FLOAT64, 0))
                .isNotEqualTo(DoubleColumn.of(FieldType.FLOAT32, 0));
        assertThat(DoubleColumn.of(FieldType.FLOAT64, 0.5, Double.NaN))
                .isEqualTo(DoubleColumn.of(FieldType.FLOAT64, 0.5, Double.NaN))
                .hasSameHashCodeAs(DoubleColumn.of(FieldType.FLOAT64, 0.5, Double.NaN))
                .hasToString("float64[0.5, NaN]");
    }

    @Test
    void aColumnRefusesATypeOfAnotherKind() {
        assertThatThrownBy(() -> DoubleColumn.builder(FieldType.INT8))
                .hasMessage("INT8 is not a floating-point type");
        assertThatThrownBy(() -> LongColumn.builder(FieldType.FLOAT32))
                .hasMessage("FLOAT32 is not an integer type");
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        StringColumn.Builder builder = StringColumn.builder();

        assertThatThrownBy(() -> builder.setUtf8(0, new byte[] {'a', (byte) 0xC3}, 0, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Byte 1 is not UTF-8");
    }
}
