package dev.freshet.engine.transport;

import static dev.freshet.engine.transport.FrameHeader.BINARY;
import static dev.freshet.engine.transport.FrameHeader.COMPRESSED;
import static dev.freshet.engine.transport.FrameHeader.CONTINUATION;
import static dev.freshet.engine.transport.FrameHeader.TEXT;
import static dev.freshet.engine.transport.PeerFrames.FIN;
import static dev.freshet.engine.transport.PeerFrames.deflated;
import static dev.freshet.engine.transport.PeerFrames.deflatedText;
import static dev.freshet.engine.transport.PeerFrames.frame;
import static dev.freshet.engine.transport.PeerFrames.joined;
import static dev.freshet.engine.transport.PeerFrames.ping;
import static dev.freshet.engine.transport.PeerFrames.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// RFC 7692 as a table, what it shows as examples (§7.2.3) first; every case is read in one piece
/// and byte by byte.
class WebSocketDeflateConformanceTest {
    private static final int LIMIT = 1000;

    record Case(String name, List<byte[]> frames, List<String> received, List<String> sent) {
        Case(String name, byte[]... frames) {
            this(name, List.of(frames), List.of(), List.of());
        }

        Case receives(String... messages) {
            return new Case(name, frames, List.of(messages), sent);
        }

        Case sends(String... answers) {
            return new Case(name, frames, received, List.of(answers));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static byte[] compressedText(String hex) {
        return frame(FIN | COMPRESSED | TEXT, hex(hex));
    }

    static Stream<Case> cases() {
        return Stream.of(examples(), fragments(), reserved(), invalid(), limits())
                .flatMap(cases -> cases);
    }

    static Stream<Case> examples() {
        return Stream.of(
                new Case("one block", compressedText("f248cdc9c90700")).receives("text Hello"),
                new Case(
                                "two fragments",
                                frame(COMPRESSED | TEXT, hex("f248cd")),
                                frame(FIN | CONTINUATION, hex("c9c90700")))
                        .receives("text Hello"),
                new Case("stored block", compressedText("000500faff48656c6c6f00"))
                        .receives("text Hello"),
                new Case("last block", compressedText("f348cdc9c9070000")).receives("text Hello"),
                new Case("last block and another", compressedText("f348cdc9c90700 f248cdc9c90700"))
                        .receives("text HelloHello"),
                new Case("two blocks", compressedText("f2480500 0000ffff cac9c90700"))
                        .receives("text Hello"),
                new Case("empty message", compressedText("00")).receives("text "),
                new Case("many empty blocks", compressedText("00 0000ffff".repeat(20) + "00"))
                        .receives("text "),
                new Case("not compressed", text("Hello")).receives("text Hello"),
                new Case("binary", frame(FIN | COMPRESSED | BINARY, deflated(new byte[900])))
                        .receives("binary " + "00".repeat(900)),
                new Case("é€😀", deflatedText("é€😀")).receives("text é€😀"),
                new Case(
                                "several messages",
                                deflatedText("one"),
                                text("two"),
                                deflatedText("x".repeat(LIMIT)),
                                deflatedText("four"))
                        .receives(
                                "text one", "text two", "text " + "x".repeat(LIMIT), "text four"));
    }

    private static Stream<Case> fragments() {
        var bytes = deflated("fragmented fragmented");
        return Stream.of(
                new Case(
                                "ping in between",
                                frame(COMPRESSED | TEXT, Arrays.copyOf(bytes, 3)),
                                ping("p"),
                                frame(
                                        FIN | CONTINUATION,
                                        Arrays.copyOfRange(bytes, 3, bytes.length)))
                        .receives("text fragmented fragmented")
                        .sends("pong p"),
                new Case(
                                "empty fragments",
                                frame(COMPRESSED | TEXT, new byte[0]),
                                frame(CONTINUATION, bytes),
                                frame(FIN | CONTINUATION, new byte[0]))
                        .receives("text fragmented fragmented"),
                new Case(
                                "plain fragments",
                                frame(TEXT, hex("48")),
                                frame(FIN | CONTINUATION, hex("69")))
                        .receives("text Hi"),
                new Case(
                                "compressed continuation",
                                frame(COMPRESSED | TEXT, Arrays.copyOf(bytes, 3)),
                                frame(FIN | COMPRESSED | CONTINUATION, hex("00")))
                        .sends("close 1002"),
                new Case(
                                "compressed continuation of what is not",
                                frame(TEXT, hex("48")),
                                frame(FIN | COMPRESSED | CONTINUATION, hex("00")))
                        .sends("close 1002"));
    }

    private static Stream<Case> reserved() {
        var bits =
                IntStream.of(0x10, 0x20, 0x30, 0x50, 0x60, 0x70)
                        .mapToObj(bit ->
                                new Case(
                                                "reserved bits " + bit,
                                                frame(FIN | bit | TEXT, hex("f248cdc9c90700")))
                                        .sends("close 1002"));
        var control =
                Stream.of(FrameHeader.PING, FrameHeader.PONG, FrameHeader.CLOSE)
                        .map(opcode ->
                                new Case(
                                                "compressed control frame " + opcode,
                                                frame(FIN | COMPRESSED | opcode, new byte[0]))
                                        .sends("close 1002"));
        return Stream.concat(bits, control);
    }

    private static Stream<Case> invalid() {
        return Stream.of(
                        "no bytes at all:",
                        "block of type 3:ff",
                        "end of a stored block missing:000500faff4865",
                        "wrong length of a stored block:000500fbff48656c6c6f00",
                        "cut in the middle:f248cdc9",
                        "distance before the beginning:f20011000000",
                        "bytes that nobody deflated:0102030405060708",
                        "last block without the byte behind it:f348cdc9c90700",
                        "rubbish behind the last block:f348cdc9c90700deadbeef",
                        "not UTF-8:" + HexFormat.of().formatHex(deflated(hex("c328"))))
                .map(each -> each.split(":", -1))
                .map(each ->
                        new Case(each[0], text("before"), compressedText(each[1]), text("after"))
                                .receives("text before")
                                .sends("close 1007"));
    }

    private static Stream<Case> limits() {
        return Stream.of(
                new Case("inflated to the limit", deflatedText("x".repeat(LIMIT)))
                        .receives("text " + "x".repeat(LIMIT)),
                new Case(
                                "inflated beyond the limit",
                                deflatedText("x".repeat(LIMIT + 1)),
                                text("y"))
                        .sends("close 1009"),
                new Case(
                                "inflated beyond the limit over fragments",
                                frame(COMPRESSED | TEXT, deflated("x".repeat(LIMIT))),
                                frame(FIN | CONTINUATION, hex("0000ffff 00")),
                                frame(COMPRESSED | TEXT, joined(deflated("x".repeat(LIMIT)))),
                                frame(FIN | CONTINUATION, joined(hex("0000ffff"), deflated("x"))))
                        .receives("text " + "x".repeat(LIMIT))
                        .sends("close 1009"),
                new Case(
                                "longer than the limit as it comes",
                                frame(FIN | COMPRESSED | TEXT, new byte[LIMIT + 1]))
                        .sends("close 1009"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isReadInOnePiece(Case each) {
        check(each, joined(each.frames()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isReadByteByByte(Case each) {
        var all = joined(each.frames());
        var bytes = new byte[all.length][];
        for (int i = 0; i < all.length; i++) {
            bytes[i] = new byte[] {all[i]};
        }
        check(each, bytes);
    }

    private static void check(Case each, byte[]... chunks) {
        try (var socket = new FramesHarness(LIMIT, WebSocketCompression.defaults())) {
            socket.receive(chunks);

            assertThat(socket.received).isEqualTo(each.received());
            assertThat(socket.sent()).isEqualTo(each.sent());
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void nothingCompressedIsReadWhenItWasNotAgreed(Case each) {
        if (each.name().equals("not compressed")) {
            return;
        }
        try (var socket = new FramesHarness(LIMIT)) {
            socket.receive(joined(each.frames()));

            assertThat(socket.sent()).containsExactly("close 1002");
            assertThat(socket.received).isEmpty();
        }
    }
}
