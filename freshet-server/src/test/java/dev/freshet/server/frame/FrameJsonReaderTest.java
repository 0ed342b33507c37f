package dev.freshet.server.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.DoubleColumn;
import dev.freshet.source.Field;
import dev.freshet.source.FieldType;
import dev.freshet.source.Frame;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameJsonReaderTest {
    private static final String SCHEMA =
            "{\"fields\":[{\"name\":\"v\",\"type\":\"number\",\"typeInfo\":{\"frame\":\"float64\"}}]}";

    @Test
    void whatWasWrittenReadsBackEqual() throws InvalidFrameJson {
        long seed = System.nanoTime();
        Random random = new Random(seed);

        for (int i = 0; i < 2_000; i++) {
            Frame frame = RandomFrames.frame(random);
            byte[] json = FrameJson.full(frame);
            assertThat(FrameJsonReader.read(json))
                    .as("seed %d, round %d: %s", seed, i, new String(json, UTF_8))
                    .isEqualTo(frame);
        }
    }

    @Test
    void dataAloneIsReadByTheSchemaAnnouncedBefore() throws InvalidFrameJson {
        Frame frame = Frame.of("f", Field.of("v", DoubleColumn.of(FieldType.FLOAT64, 1, 2)));

        Frame read = FrameJsonReader.read(FrameJson.dataOnly(frame), FrameSchema.of(frame));

        assertThat(read).isEqualTo(frame);
    }

    @Test
    void aSchemaAloneIsAFrameWithoutRows() throws InvalidFrameJson {
        Frame read = FrameJsonReader.read(bytes("{\"schema\":" + SCHEMA + "}"));

        assertThat(read.rows()).isZero();
        assertThat(read.fields()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | a schema must come before the data",
                "[] | a frame is expected",
                "{\"data\":{\"values\":[[1]]}} | a schema must come before the data",
                "{\"other\":1} | unexpected member \"other\"",
                "{\"schema\":S,\"schema\":S} | Not JSON",
                "{\"data\":{},\"schema\":S} | a schema must come before",
                "{\"schema\":S,\"data\":{\"values\":[[1],[2]]}} | more columns than",
                "{\"schema\":S,\"data\":{\"values\":[]}} | fewer columns than",
                "{\"schema\":S,\"data\":{\"values\":[null]}} | a slot of values is expected",
                "{\"schema\":S,\"data\":{\"values\":[[\"1\"]]}} | a number is expected",
                "{\"schema\":S,\"data\":{\"values\":[[1e999]]}} | a number is expected",
                "{\"schema\":S,\"data\":{\"values\":[[null]]}} | has nulls but is not nullable",
                "{\"schema\":S,\"data\":{\"values\":[[null]],\"entities\":[{\"NaN\":[1]}]}} | names"
                        + " a row",
                "{\"schema\":S,\"data\":{\"values\":[[1]],\"entities\":[{\"Nan\":[0]}]}} |"
                        + " unexpected entity",
                "{\"schema\":S,\"data\":{\"entities\":[null],\"values\":[[1]]}} | unexpected"
                        + " member",
                "{\"schema\":S,\"data\":{\"values\":[[1]],\"nanos\":[[1]]}} | names a row",
                "{\"schema\":S} x | Not JSON",
                "{\"schema\":S} {} | something follows",
                "{\"schema\":{\"fields\":[{\"type\":\"tensor\"}]}} | neither typeInfo nor a type",
                "{\"schema\":{\"fields\":[{\"typeInfo\":{\"frame\":\"int7\"}}]}} | no type that is"
                        + " known",
                "{\"schema\":{\"fields\":[{\"typo\":1}]}} | unexpected member",
                "{\"schema\":S | Not JSON",
                "~~ | the text ends too early"
            })
    void whatDoesNotFitIsRefusedWithAReason(String json, String reason) {
        byte[] text = bytes(json.replace("S", SCHEMA));

        assertThatThrownBy(() -> FrameJsonReader.read(text))
                .isInstanceOf(InvalidFrameJson.class)
                .hasMessageContaining(reason.strip());
    }

    @ParameterizedTest
    @CsvSource({
        "int8, 127, 128",
        "int8, -128, -129",
        "uint8, 255, -1",
        "int32, 2147483647, 2147483648",
        "int64, -9223372036854775808, -9223372036854775809",
        "uint64, 18446744073709551615, 18446744073709551616",
        "uint64, 0, 0.5",
        "time.Time, 9223372036853, 9223372036855",
        "float32, 3e38, 4e38",
        "bool, true, 1",
        "string, '\"x\"', 1"
    })
    void valuesKeepToTheRangeOfTheirType(String type, String good, String bad)
            throws InvalidFrameJson {
        String json =
                "{\"schema\":{\"fields\":[{\"typeInfo\":{\"frame\":\"%s\"}}]},\"data\":{\"values\":[[%s]]}}";

        assertThat(FrameJsonReader.read(bytes(json.formatted(type, good))).rows()).isOne();
        assertThatThrownBy(() -> FrameJsonReader.read(bytes(json.formatted(type, bad))))
                .isInstanceOf(InvalidFrameJson.class);
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "[".repeat(100_000);
        byte[] json = bytes("{\"schema\":{\"meta\":" + deep);

        assertThatThrownBy(() -> FrameJsonReader.read(json)).isInstanceOf(InvalidFrameJson.class);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(UTF_8);
    }
}
