package dev.freshet.engine.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the recorded frames do not show. Bytes are written in hexadecimal, a space between fields.
class ProtobufCommandReaderTest {
    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static List<Command> read(byte[] frame) throws MalformedCommandException {
        var commands = new ArrayList<Command>();
        var reader = new ProtobufCommandReader(frame, 0, frame.length);
        while (reader.hasNext()) {
            commands.add(reader.next());
        }
        return commands;
    }

    /// Reads the fields of one command.
    private static Command readOne(byte[] fields) throws MalformedCommandException {
        var commands = read(message(fields));
        assertThat(commands).hasSize(1);
        return commands.getFirst();
    }

    private static Command readOne(String hex) throws MalformedCommandException {
        return readOne(bytes(hex));
    }

    /// The fields with their length in front.
    private static byte[] message(byte[] fields) {
        var out = new ByteArrayOutputStream();
        int rest = fields.length;
        for (; rest > 0x7f; rest >>>= 7) {
            out.write((rest & 0x7f) | 0x80);
        }
        out.write(rest);
        out.writeBytes(fields);
        return out.toByteArray();
    }

    private static byte[] field(int tag, byte[] fields) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        out.writeBytes(message(fields));
        return out.toByteArray();
    }

    private static FilterNode filter(String hex) throws MalformedCommandException {
        var request = (Request.Subscribe) readOne(hex).request();
        return Objects.requireNonNull(Objects.requireNonNull(request).filter());
    }

    // ---- what is understood

    @Test
    void commandsOfAFrameAreReadOneByOne() throws Exception {
        var frame = bytes("ffff 07 0801 3203 0a0161 00 07 0802 3203 0a0162 ff");
        var reader = new ProtobufCommandReader(frame, 2, frame.length - 3);

        assertThat(reader.position()).isEqualTo(2);
        assertThat(reader.next()).isEqualTo(new Command(1, new Request.Unsubscribe("a"), false));
        assertThat(reader.position()).isEqualTo(10);
        assertThat(reader.next()).isEqualTo(new Command(0, null, true));
        assertThat(reader.hasNext()).isTrue();
        assertThat(reader.next()).isEqualTo(new Command(2, new Request.Unsubscribe("b"), false));
        assertThat(reader.hasNext()).isFalse();
    }

    @Test
    void emptyFrameIsOneBadCommand() {
        var reader = new ProtobufCommandReader(new byte[3], 3, 0);

        assertThat(reader.hasNext()).isTrue();
        assertThatThrownBy(reader::next)
                .isInstanceOf(MalformedCommandException.class)
                .hasMessage("an empty frame");
        assertThat(reader.hasNext()).isFalse();
    }

    @Test
    void commandInFrontOfABadOneIsHandedOut() throws Exception {
        var frame = bytes("02 0801 05 0802");
        var reader = new ProtobufCommandReader(frame, 0, frame.length);

        assertThat(reader.next().id()).isEqualTo(1);
        assertThatThrownBy(reader::next).isInstanceOf(MalformedCommandException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "6a00 3200 | unsubscribe",
                "2a00 2200 | connect",
                "6200 3a00 | publish",
                "7a00 7200 | refresh",
                "5200 4a00 4200 | presence",
                "6200 6a00 | rpc",
                "7200 6200 | send",
                "5a00 7a00 | sub_refresh"
            })
    void highestOperationWinsWhereverItStands(String operations, String method) throws Exception {
        var request = Objects.requireNonNull(readOne("0801" + operations).request());

        assertThat(request.method()).isEqualTo(method);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0800", "0800 3203 0a0178", "2a00", "2200", "5a00", "a00601"})
    void commandWithoutIdIsAPong(String fields) throws Exception {
        assertThat(readOne(fields)).isEqualTo(new Command(0, null, true));
    }

    @Test
    void sendNeedsNoId() throws Exception {
        assertThat(readOne("6200")).isEqualTo(new Command(0, new Request.Send(null), false));
        assertThat(readOne("0807 6200")).isEqualTo(new Command(7, new Request.Send(null), false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0801", "0801 5a00", "0801 a00601", "0801 5a03 0a0178"})
    void commandThatNamesNoOperationHasNoRequest(String fields) throws Exception {
        assertThat(readOne(fields)).isEqualTo(new Command(1, null, false));
    }

    /// In JSON `"data":""` is a payload; in Protobuf no bytes are no data.
    @ParameterizedTest
    @ValueSource(
            strings = {"0801 3a03 0a0178", "0801 3a05 0a0178 1200", "0801 3a08 120161 0a0178 1200"})
    void dataWithoutBytesIsMissing(String fields) throws Exception {
        assertThat(readOne(fields).request()).isEqualTo(new Request.Publish("x", null));
    }

    @Test
    void dataMayBeAnyBytesAndIsCopied() throws Exception {
        var frame = message(bytes("0801 3a08 0a0178 1203 0001ff"));
        var request =
                (Request.Publish)
                        new ProtobufCommandReader(frame, 0, frame.length).next().request();
        Arrays.fill(frame, (byte) 0);

        var data = Objects.requireNonNull(Objects.requireNonNull(request).data());
        assertThat(data.toByteArray()).isEqualTo(bytes("0001ff"));
        assertThat(data.isJson()).isFalse();
    }

    @Test
    void partsOfAnOperationAreMerged() throws Exception {
        assertThat(readOne("0801 2a03 0a0178 2a05 1203 c3a974 2a02 1801").request())
                .isEqualTo(
                        new Request.Subscribe(
                                "x", "ét", true, "", 0, null, false, false, false, "", null, 0));
        assertThat(readOne("0801 5209 0a0178 4202 0805 3801 5205 4203 120165").request())
                .isEqualTo(new Request.History("x", 1, new StreamPosition(5, "e"), false));
        assertThat(readOne("0801 2207 3205 0a0161 1200 2208 3206 0a0162 120163").request())
                .isEqualTo(
                        new Request.Connect("", null, Map.of(), "", "", Map.of("a", "", "b", "c")));
    }

    @Test
    void partsOfAFilterAreMerged() throws Exception {
        var leaf = new FilterNode("", "", "", "", List.of(), List.of());

        assertThat(filter("0801 2a10 6a07 0a026f72 2a0161 6a05 2a0162 3200"))
                .isEqualTo(new FilterNode("or", "", "", "", List.of("a", "b"), List.of(leaf)));
    }

    @Test
    void laterEntryOfAMapWins() throws Exception {
        assertThat(readOne("0801 2210 3206 0a0161 120162 3206 0a0161 120163").request())
                .isEqualTo(new Request.Connect("", null, Map.of(), "", "", Map.of("a", "c")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ffffffffffffffffff01 | -1",
                "ffffffff0f | -1",
                "8080808008 | -2147483648",
                "ffffffff07 | 2147483647",
                "80808080f8ffffffff01 | -2147483648"
            })
    void limitHasASign(String varint, int limit) throws Exception {
        var history = (Request.History) readOne(operation(0x52, "38" + varint)).request();

        assertThat(Objects.requireNonNull(history).limit()).isEqualTo(limit);
    }

    private static byte[] operation(int tag, String fields) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(bytes("0801"));
        out.writeBytes(field(tag, bytes(fields)));
        return out.toByteArray();
    }

    @Test
    void offsetHas64BitsAndNoSign() throws Exception {
        var subscribe =
                (Request.Subscribe) readOne(operation(0x2a, "38ffffffffffffffffff01")).request();

        assertThat(Objects.requireNonNull(subscribe).offset()).isEqualTo(-1);
    }

    // ---- nesting

    @Test
    void filterIsAllowedToNestAsDeepAsJson() throws Exception {
        // The command and the subscribe request are two levels.
        assertThat(readOne(nestedFilter(510)).request()).isInstanceOf(Request.Subscribe.class);
        for (int depth : new int[] {511, 512, 5_000, 20_000}) {
            assertThatThrownBy(() -> readOne(nestedFilter(depth)))
                    .isInstanceOf(MalformedCommandException.class)
                    .hasMessage("messages are nested more than 512 deep");
        }
    }

    private static byte[] nestedFilter(int depth) {
        byte[] node = {};
        for (int i = 1; i < depth; i++) {
            node = field(0x32, node);
        }
        var out = new ByteArrayOutputStream();
        out.writeBytes(bytes("0801"));
        out.writeBytes(field(0x2a, field(0x6a, node)));
        return out.toByteArray();
    }

    @Test
    void unknownGroupsMayBeNestedInBounds() throws Exception {
        assertThat(readOne(nestedGroups(511)).id()).isEqualTo(1);
        for (int depth : new int[] {512, 30_000}) {
            assertThatThrownBy(() -> readOne(nestedGroups(depth)))
                    .isInstanceOf(MalformedCommandException.class)
                    .hasMessageContaining("512");
        }
    }

    private static byte[] nestedGroups(int depth) {
        return bytes("0801" + "a306".repeat(depth) + "a406".repeat(depth));
    }

    // ---- what is refused

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0d01000000 | field 1 has wire type 5 instead of 0",
                "0801 3001 | field 6 has wire type 0 instead of 2",
                "0801 5801 | field 11 has wire type 0 instead of 2",
                "0801 3203 120178 34 | field 6 has wire type 4 instead of 2",
                "0801 2a02 1a00 | field 3 has wire type 2 instead of 0",
                "0801 2a02 3d00 | field 7 has wire type 5 instead of 0",
                "0801 2206 1a04 0801 1200 | field 1 has wire type 0 instead of 2",
                "0801 a406 | field 100 has wire type 4, out of place",
                "0801 a606 | field 100 has wire type 6, out of place",
                "0801 a706 | field 100 has wire type 7, out of place",
                "0801 a306 ac06 | the end of group 101 stands in group 100",
                "0801 a306 | a message is shorter than its lengths say",
                "0001 | a field has number 0; numbers are 1 to 536870911",
                "808080801001 | a field has number 536870912; numbers are 1 to 536870911",
                "088080808010 | field 1 is 4294967296, which does not fit 32 bits",
                "08ffffffffffffffffff01 | field 1 is 18446744073709551615, which does not fit 32"
                        + " bits",
                "08ffffffffffffffffff02 | a varint has more than 64 bits",
                "0880808080808080808080 | a varint has more than 64 bits",
                "0801 5208 0a0178 388080808010 | a message is shorter than its lengths say",
                "0801 5209 0a0178 388080808010 | field 7 is 4294967296, which does not fit 32 bits",
                "0801 320a 0a80808080808080808001 | a message is shorter than its lengths say",
                "0801 3203 0a01ff | the text in field 1 is not UTF-8",
                "0801 3204 0a02c3 | a message is shorter than its lengths say",
                "0801 3203 0a01c3 | the text in field 1 is not UTF-8"
            })
    void malformedCommandIsRefusedWithTheReason(String fields, String reason) {
        assertThatThrownBy(() -> readOne(fields))
                .isInstanceOf(MalformedCommandException.class)
                .hasMessage(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "8080",
                "01",
                "ffffffff07",
                "ffffffffffffffffff01",
                "ffffffffffffffff7f",
                "80808080808080808002 00",
                "8080808080808080808000"
            })
    void lengthThatIsNotThereIsRefused(String frame) {
        assertThatThrownBy(() -> read(bytes(frame))).isInstanceOf(MalformedCommandException.class);
    }

    @Test
    void truncatedCommandIsRefusedAtEveryByte() {
        var connect = bytes("0a03c3a974 1a07 0a0161 1202 3803 3205 0a0178 1200 a306 0a00 a406");
        var fields = field(0x22, connect);
        for (int length = 1; length < fields.length; length++) {
            var part = Arrays.copyOf(fields, length);

            assertThatThrownBy(() -> readOne(part))
                    .as(() -> HexFormat.of().formatHex(part))
                    .isInstanceOf(MalformedCommandException.class);
        }
    }

    @Test
    void jsonIsRefused() {
        assertThatThrownBy(() -> read("{\"id\":1,\"connect\":{}}".getBytes(UTF_8)))
                .isInstanceOf(MalformedCommandException.class);
    }
}
