package dev.freshet.sources.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.source.Field;
import dev.freshet.source.FieldType;
import dev.freshet.source.Frame;
import dev.freshet.sources.fixture.Frames;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.StringNode;

/// What becomes of payloads.
class MessageFramesTest {
    private final MessageFrames frames = new MessageFrames("");

    @Test
    void membersOfAnObjectAreFieldsOfTheirType() {
        var frame = frame("{\"t\":21.5,\"on\":true,\"name\":\"x\",\"list\":[1,2],\"none\":null}");

        assertThat(Frames.texts(List.of(frame)))
                .containsExactly("t=21.5 on=true name=x list=[1,2]");
        assertThat(frame.fields())
                .extracting(field -> field.column().type())
                .containsExactly(
                        FieldType.TIME,
                        FieldType.FLOAT64,
                        FieldType.BOOLEAN,
                        FieldType.STRING,
                        FieldType.JSON);
    }

    @Test
    void objectsInObjectsAreFlattened() {
        assertThat(rows("{\"a\":{\"b\":{\"c\":1},\"d\":{}}}")).containsExactly("a.b.c=1.0 a.d={}");
    }

    @Test
    void plainPayloadsAreAValue() {
        assertThat(rows(" 21.5\n", "-1e3", "7"))
                .containsExactly("value=21.5", "value=-1000.0", "value=7.0");
        assertThat(rows("ON", "0049", "1e999", "NaN", "{broken"))
                .containsExactly(
                        "value (string)=ON",
                        "value (string)=0049",
                        "value (string)=1e999",
                        "value (string)=NaN",
                        "value (string)={broken");
        assertThat(rows("[1,{}]")).containsExactly("value (json)=[1,{}]");
    }

    /// Reading such a number ended the stream.
    @Test
    void aWholeNumberThatIsTooLargeIsNone() {
        assertThat(rows("{\"a\":1" + "0".repeat(400) + ",\"b\":1}")).containsExactly("b=1.0");
    }

    @Test
    void emptyPayloadIsARowWithoutValues() {
        assertThat(rows("")).containsExactly("");
    }

    @Test
    void bytesThatAreNoTextAreReplaced() {
        var payload = new byte[] {'a', (byte) 0xFF};

        assertThat(Payload.read(payload)).containsEntry("value", StringNode.valueOf("a\uFFFD"));
    }

    @Test
    void columnsStayWhenLaterMessagesLackThem() {
        frame("{\"a\":1}");

        var frame = frame("{\"b\":2}");

        assertThat(frame.fields()).extracting(Field::name).containsExactly("Time", "a", "b");
    }

    @Test
    void valueOfAnotherTypeGetsAColumnBesideTheFirst() {
        assertThat(rows("{\"a\":1}", "{\"a\":\"off\"}", "{\"a\":true}", "{\"a\":[]}", "{\"a\":2}"))
                .containsExactly(
                        "a=1.0", "a (string)=off", "a (boolean)=true", "a (json)=[]", "a=2.0");
    }

    @Test
    void membersNamedAsOurColumnsKeepOutOfTheirWay() {
        var withTopic = new MessageFrames("topic");

        var made =
                withTopic.frame(
                        List.of(
                                new MessageRow(
                                        1,
                                        "home",
                                        Payload.read(
                                                "{\"topic\":\"x\",\"Time\":5}".getBytes(UTF_8)))));

        assertThat(Frames.texts(List.of(made.frame())))
                .containsExactly("topic=home payload.topic=x payload.Time=5.0");
    }

    @Test
    void fieldsHaveALimit() {
        var many =
                IntStream.range(0, 300)
                        .mapToObj(i -> "\"f" + i + "\":1")
                        .collect(Collectors.joining(",", "{", "}"));

        var made = frames.frame(List.of(row(many)));

        assertThat(made.frame().fields()).hasSize(201);
        assertThat(made.isComplete()).isFalse();
    }

    @Test
    void fieldWithAnEndlessNameIsLeftOut() {
        var made = frames.frame(List.of(row("{\"" + "x".repeat(501) + "\":1,\"a\":1}")));

        assertThat(made.frame().fields()).extracting(Field::name).containsExactly("Time", "a");
        assertThat(made.isComplete()).isFalse();
    }

    @Test
    void deeplyNestedObjectIsText() {
        assertThat(rows("{\"a\":".repeat(600) + "1" + "}".repeat(600)))
                .singleElement()
                .asString()
                .startsWith("value={");
    }

    @Test
    void numberThatIsTooLargeHasNoValue() {
        assertThat(rows("{\"a\":1}", "{\"a\":1e400}")).containsExactly("a=1.0", "");
    }

    private Frame frame(String... payloads) {
        return frames.frame(Arrays.stream(payloads).map(MessageFramesTest::row).toList()).frame();
    }

    private List<String> rows(String... payloads) {
        return Frames.texts(List.of(frame(payloads)));
    }

    private static MessageRow row(String payload) {
        return new MessageRow(1, "", Payload.read(payload.getBytes(UTF_8)));
    }
}
