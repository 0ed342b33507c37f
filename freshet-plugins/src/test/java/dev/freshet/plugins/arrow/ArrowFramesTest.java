package dev.freshet.plugins.arrow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.FieldType;
import dev.freshet.source.Frame;
import dev.freshet.source.JsonColumn;
import dev.freshet.source.LongColumn;
import dev.freshet.source.RawJson;
import dev.freshet.source.StringColumn;
import dev.freshet.source.TimeColumn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.TimeStampSecVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files of Grafana's SDK, files of others, and files that are none. What the SDK's become as JSON
/// is tested where JSON is written.
class ArrowFramesTest {
    @Test
    void nameMetaLabelsConfigAndTimesAreThoseOfTheSdk() throws Exception {
        var frame = ArrowFrames.read(file("load"));

        assertThat(frame.name()).isEqualTo("load");
        assertThat(frame.refId()).isEqualTo("A");
        assertThat(frame.meta()).asString().contains("\"executedQueryString\":\"SELECT 1\"");
        assertThat(frame.fields().get(0).column())
                .isEqualTo(TimeColumn.of(1767323045678901234L, 1767323046678901234L));
        assertThat(frame.fields().get(0).labels()).isNull();
        assertThat(frame.fields().get(1).labels()).isEqualTo(Map.of("host", "a", "core", "0"));
        assertThat(frame.fields().get(1).config())
                .isEqualTo(RawJson.of("{\"displayName\":\"CPU\",\"unit\":\"percent\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"load", "plain", "nullable", "empty", "norows"})
    void allMemoryIsGivenBack(String name) throws Exception {
        try (var memory = new RootAllocator()) {
            ArrowFrames.read(file(name), memory);

            assertThat(memory.getAllocatedMemory()).isZero();
            assertThat(memory.getPeakMemoryAllocation()).isLessThan(20_000);
        }
    }

    @Test
    void otherProgramsTimesAndTextsAreReadToo() throws Exception {
        var frame =
                written(
                        root -> {
                            ((TimeStampSecVector) root.getVector(0)).setSafe(0, 7);
                            ((TimeStampMilliTZVector) root.getVector(1)).setSafe(0, 7);
                            ((LargeVarCharVector) root.getVector(2))
                                    .setSafe(0, new byte[] {'a', (byte) 0xff});
                        },
                        memory ->
                                List.of(
                                        new TimeStampSecVector("s", memory),
                                        new TimeStampMilliTZVector("ms", memory, "UTC"),
                                        new LargeVarCharVector("text", memory)));

        assertThat(frame.fields().get(0).column()).isEqualTo(TimeColumn.of(7_000_000_000L));
        assertThat(frame.fields().get(1).column()).isEqualTo(TimeColumn.of(7_000_000L));
        assertThat(frame.fields().get(2).column()).isEqualTo(StringColumn.of("a\ufffd"));
    }

    @Test
    void aColumnOfAnotherTypeIsLeftOutWithANotice() throws Exception {
        var frame =
                written(
                        root -> {
                            ((DateDayVector) root.getVector(0)).setSafe(0, 1);
                            ((IntVector) root.getVector(1)).setSafe(0, 5);
                        },
                        memory ->
                                List.of(
                                        new DateDayVector("day", memory),
                                        new IntVector("n", memory)));

        assertThat(frame.fields()).hasSize(1);
        assertThat(frame.fields().getFirst().column()).isEqualTo(LongColumn.of(FieldType.INT32, 5));
        assertThat(frame.meta())
                .asString()
                .contains(
                        "{\"severity\":\"warning\",\"text\":\"Column \\\"day\\\" is left out: its");
    }

    @Test
    void jsonThatWasNeverSetIsNullAndOtherBytesAreAnError() throws Exception {
        assertThat(json("").fields().getFirst().column())
                .isEqualTo(JsonColumn.of(RawJson.of("null")));
        assertThatThrownBy(() -> json("{"))
                .isInstanceOf(UnreadableArrow.class)
                .hasMessage("has a value in column \"j\", row 1, that is not JSON");
    }

    private static Frame json(String value) throws Exception {
        return written(
                root -> ((VarBinaryVector) root.getVector(0)).setSafe(0, value.getBytes(UTF_8)),
                memory -> List.of(new VarBinaryVector("j", memory)));
    }

    @Test
    void aTimeOutsideOfTheRangeIsAnError() {
        assertThatThrownBy(() ->
                        written(
                                root ->
                                        ((TimeStampSecVector) root.getVector(0))
                                                .setSafe(0, Long.MAX_VALUE),
                                memory -> List.of(new TimeStampSecVector("s", memory))))
                .isInstanceOf(UnreadableArrow.class)
                .hasMessageContaining("overflow");
    }

    @Test
    void whatIsNoFileIsAnError() {
        assertThatThrownBy(() -> ArrowFrames.read(new byte[0]))
                .isInstanceOf(UnreadableArrow.class)
                .hasMessageContaining("ARROW1");
        assertThatThrownBy(() -> ArrowFrames.read("ARROW1ARROW1".getBytes(UTF_8)))
                .isInstanceOf(UnreadableArrow.class);
        assertThatThrownBy(() -> ArrowFrames.read(new byte[100_000]))
                .isInstanceOf(UnreadableArrow.class);
    }

    @Test
    void aFooterThatIsLongerThanTheFileIsAnError() throws Exception {
        for (int length : new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 5_000}) {
            var bytes = file("plain");
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length - 10, length);

            assertThatThrownBy(() -> ArrowFrames.read(bytes)).isInstanceOf(UnreadableArrow.class);
        }
    }

    @Test
    void aFileThatIsCutAnywhereIsAnErrorAndHoldsNoMemory() throws Exception {
        var whole = file("load");
        try (var memory = new RootAllocator()) {
            for (int length = 0; length < whole.length; length++) {
                var cut = Arrays.copyOf(whole, length);

                assertThatThrownBy(() -> ArrowFrames.read(cut, memory))
                        .isInstanceOf(UnreadableArrow.class);
                assertThat(memory.getAllocatedMemory()).isZero();
            }
        }
    }

    // Bytes changed at random: a frame, or our own exception, and no memory held.
    @ParameterizedTest
    @ValueSource(strings = {"load", "plain", "nullable", "norows"})
    void bytesThatWereChangedAreReadOrRefused(String name) throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var whole = file(name);
        try (var memory = new RootAllocator(1 << 22)) {
            for (int round = 0; round < 5_000; round++) {
                var bytes = whole.clone();
                for (int i = random.nextInt(4); i >= 0; i--) {
                    bytes[8 + random.nextInt(bytes.length - 14)] = interesting(random);
                }
                try {
                    ArrowFrames.read(bytes, memory);
                } catch (UnreadableArrow e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
                assertThat(memory.getAllocatedMemory())
                        .as("seed %d, round %d", seed, round)
                        .isZero();
            }
        }
    }

    private static byte interesting(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> (byte) 0x7f;
            case 2 -> (byte) 0xff;
            case 3 -> 1;
            default -> (byte) random.nextInt(256);
        };
    }

    private interface Columns {
        List<FieldVector> in(RootAllocator memory);
    }

    private static Frame written(Consumer<VectorSchemaRoot> values, Columns columns)
            throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var memory = new RootAllocator();
                var root = VectorSchemaRoot.of(columns.in(memory).toArray(FieldVector[]::new));
                var writer = new ArrowFileWriter(root, null, Channels.newChannel(bytes))) {
            values.accept(root);
            root.setRowCount(1);
            writer.start();
            writer.writeBatch();
            writer.end();
        }
        return ArrowFrames.read(bytes.toByteArray());
    }

    private static byte[] file(String name) throws IOException {
        try (var in = ArrowFramesTest.class.getResourceAsStream("/arrow/" + name + ".arrow")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }
}
