package dev.freshet.server.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.source.BooleanColumn;
import dev.freshet.source.DoubleColumn;
import dev.freshet.source.Field;
import dev.freshet.source.FieldType;
import dev.freshet.source.Frame;
import dev.freshet.source.JsonColumn;
import dev.freshet.source.LongColumn;
import dev.freshet.source.RawJson;
import dev.freshet.source.StringColumn;
import dev.freshet.source.TimeColumn;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameJsonTest {
    @Test
    void everyTypeIsWrittenAsTheReferenceWritesIt() {
        Frame frame =
                Frame.of(
                        "all",
                        Field.of("t", TimeColumn.of(1_700_000_000_123_000_000L)),
                        Field.of("f", DoubleColumn.of(FieldType.FLOAT64, 0.25)),
                        Field.of("f32", DoubleColumn.of(FieldType.FLOAT32, 0.1f)),
                        Field.of("i8", LongColumn.of(FieldType.INT8, -128)),
                        Field.of("u64", LongColumn.of(FieldType.UINT64, -1)),
                        Field.of("s", StringColumn.of("é\"\\\n\u0001")),
                        Field.of("b", BooleanColumn.of(true)),
                        Field.of("e", LongColumn.of(FieldType.ENUM, 2)),
                        Field.of("j", JsonColumn.of(RawJson.of("{\"a\": 1}"))));

        assertThat(text(FrameJson.full(frame)))
                .isEqualTo(
                        """
                        {"schema":{"name":"all","fields":[\
                        {"name":"t","type":"time","typeInfo":{"frame":"time.Time"}},\
                        {"name":"f","type":"number","typeInfo":{"frame":"float64"}},\
                        {"name":"f32","type":"number","typeInfo":{"frame":"float32"}},\
                        {"name":"i8","type":"number","typeInfo":{"frame":"int8"}},\
                        {"name":"u64","type":"number","typeInfo":{"frame":"uint64"}},\
                        {"name":"s","type":"string","typeInfo":{"frame":"string"}},\
                        {"name":"b","type":"boolean","typeInfo":{"frame":"bool"}},\
                        {"name":"e","type":"enum","typeInfo":{"frame":"enum"}},\
                        {"name":"j","type":"other","typeInfo":{"frame":"json.RawMessage"}}]},\
                        "data":{"values":[[1700000000123],[0.25],[0.1],[-128],[18446744073709551615],\
                        ["é\\"\\\\\\n\\u0001"],[true],[2],[{"a": 1}]]}}\
                        """);
    }

    @Test
    void emptyNamesAndAbsentPartsAreLeftOut() {
        Frame frame = Frame.of("", Field.of("", BooleanColumn.of(false)));

        assertThat(text(FrameJson.schemaOnly(frame)))
                .isEqualTo(
                        "{\"schema\":{\"fields\":[{\"type\":\"boolean\",\"typeInfo\":{\"frame\":\"bool\"}}]}}");
        assertThat(text(FrameJson.dataOnly(frame))).isEqualTo("{\"data\":{\"values\":[[false]]}}");
        assertThat(text(FrameJson.full(Frame.of(""))))
                .isEqualTo("{\"schema\":{\"fields\":[]},\"data\":{\"values\":[]}}");
    }

    @Test
    void membersComeInTheOrderOfTheReferenceAndLabelsSorted() {
        Field field =
                Field.nullable("v", DoubleColumn.of(FieldType.FLOAT64))
                        .withLabels(Map.of("zone", "z", "app", "a"))
                        .withConfig(RawJson.of("{\"unit\":\"percent\"}"));
        Frame frame = new Frame("n", "A", RawJson.of("{\"typeVersion\":[0,0]}"), List.of(field));

        assertThat(text(FrameJson.schemaOnly(frame)))
                .isEqualTo(
                        """
                        {"schema":{"name":"n","refId":"A","meta":{"typeVersion":[0,0]},"fields":[\
                        {"name":"v","type":"number","typeInfo":{"frame":"float64","nullable":true},\
                        "labels":{"app":"a","zone":"z"},"config":{"unit":"percent"}}]}}\
                        """);
    }

    @Test
    void emptyLabelsDifferFromNone() {
        Field field = Field.of("v", BooleanColumn.of()).withLabels(Map.of());

        assertThat(text(FrameJson.schemaOnly(Frame.of("", field)))).contains(",\"labels\":{}}");
    }

    @Test
    void whatJsonHasNoNumberForIsListedByRow() {
        DoubleColumn values =
                DoubleColumn.of(
                        FieldType.FLOAT64,
                        Double.NaN,
                        1,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY,
                        Double.NaN);
        Frame frame =
                Frame.of("", Field.of("a", values), Field.of("b", TimeColumn.of(0, 0, 0, 0, 0)));

        assertThat(text(FrameJson.dataOnly(frame)))
                .isEqualTo(
                        """
                        {"data":{"values":[[null,1,null,null,null],[0,0,0,0,0]],\
                        "entities":[{"NaN":[0,4],"Inf":[2],"NegInf":[3]},null]}}\
                        """);
    }

    @Test
    void nanosecondsBeyondTheMillisecondStandApart() {
        Frame frame =
                Frame.of(
                        "",
                        Field.of("t", TimeColumn.of(1_000_000, 1_500_000, 1_500_000, -1)),
                        Field.of("b", BooleanColumn.of(true, true, true, true)));

        assertThat(text(FrameJson.dataOnly(frame)))
                .isEqualTo(
                        """
                        {"data":{"values":[[1,1,1,-1],[true,true,true,true]],\
                        "nanos":[[0,500000,500000,999999],null]}}\
                        """);
    }

    @Test
    void aRangeOfRowsIsWrittenWithItsOwnIndexesAndMissingColumnsAsNulls() {
        JsonBytes out = new JsonBytes(0);
        DoubleColumn values = DoubleColumn.of(FieldType.FLOAT64, 1, 2, Double.NaN);

        new FrameDataWriter(out).write(new DoubleColumn[] {values, null}, 1, 3);

        assertThat(text(out.toBytes()))
                .isEqualTo("{\"values\":[[2,null],[null,null]],\"entities\":[{\"NaN\":[1]},null]}");
    }

    @Test
    void equalTimesAreWrittenOnceAndRepeated() {
        TimeColumn.Builder times = TimeColumn.builder();
        times.append(5_000_000).append(5_000_000).appendNull();
        times.append(5_000_000).append(6_000_000).append(6_000_000);
        times.append(0).append(0);
        Frame frame = Frame.of("", Field.of("t", times.build()));

        assertThat(text(FrameJson.dataOnly(frame)))
                .isEqualTo("{\"data\":{\"values\":[[5,5,null,5,6,6,0,0]]}}");
    }

    private static String text(byte[] json) {
        return new String(json, UTF_8);
    }
}
