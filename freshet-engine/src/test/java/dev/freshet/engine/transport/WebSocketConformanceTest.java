package dev.freshet.engine.transport;

import static dev.freshet.engine.transport.PeerFrames.FIN;
import static dev.freshet.engine.transport.PeerFrames.binary;
import static dev.freshet.engine.transport.PeerFrames.close;
import static dev.freshet.engine.transport.PeerFrames.firstFragment;
import static dev.freshet.engine.transport.PeerFrames.fragment;
import static dev.freshet.engine.transport.PeerFrames.frame;
import static dev.freshet.engine.transport.PeerFrames.joined;
import static dev.freshet.engine.transport.PeerFrames.lastFragment;
import static dev.freshet.engine.transport.PeerFrames.ping;
import static dev.freshet.engine.transport.PeerFrames.pong;
import static dev.freshet.engine.transport.PeerFrames.text;
import static dev.freshet.engine.transport.PeerFrames.textBytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// RFC 6455 as a table, after the groups of the Autobahn test suite; every case is read in one
/// piece and byte by byte.
class WebSocketConformanceTest {
    private static final int LIMIT = 1 << 20;

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
        return HexFormat.of().parseHex(hex);
    }

    static Stream<Case> cases() {
        return Stream.of(
                        lengths(),
                        pings(),
                        reserved(),
                        fragments(),
                        utf8(),
                        closes(),
                        lengthForms())
                .flatMap(cases -> cases);
    }

    private static Stream<Case> lengths() {
        return Stream.of(0, 1, 125, 126, 127, 128, 65535, 65536)
                .flatMap(length ->
                        Stream.of(
                                new Case("1 text of " + length, text("*".repeat(length)))
                                        .receives("text " + "*".repeat(length)),
                                new Case("1 binary of " + length, binary(new byte[length]))
                                        .receives("binary " + "00".repeat(length))));
    }

    private static Stream<Case> pings() {
        var long125 = "p".repeat(125);
        return Stream.of(
                new Case("2 empty ping", ping("")).sends("pong "),
                new Case("2 ping", ping("Hello")).sends("pong Hello"),
                new Case("2 longest ping", ping(long125)).sends("pong " + long125),
                new Case("2 too long ping", ping(long125 + "p")).sends("close 1002"),
                new Case("2 unasked pong", pong("x"), ping("y")).sends("pong y"),
                new Case("2 too long pong", pong(long125 + "p")).sends("close 1002"),
                new Case("2 three pings", ping("a"), ping("b"), ping("c"))
                        .sends("pong a", "pong b", "pong c"),
                new Case("2 ping in front of text", ping("a"), text("t"))
                        .receives("text t")
                        .sends("pong a"));
    }

    private static Stream<Case> reserved() {
        var bits =
                IntStream.rangeClosed(1, 7)
                        .mapToObj(rsv ->
                                new Case(
                                                "3 reserved bits " + rsv,
                                                text("before"),
                                                frame(FIN | rsv << 4 | FrameHeader.TEXT, hex("61")),
                                                text("after"))
                                        .receives("text before")
                                        .sends("close 1002"));
        var control =
                Stream.of(FrameHeader.PING, FrameHeader.PONG, FrameHeader.CLOSE)
                        .map(opcode ->
                                new Case(
                                                "3 reserved bit on control " + opcode,
                                                frame(FIN | 0x40 | opcode, new byte[0]))
                                        .sends("close 1002"));
        var opcodes =
                IntStream.of(3, 4, 5, 6, 7, 11, 12, 13, 14, 15)
                        .mapToObj(opcode ->
                                new Case(
                                                "4 opcode " + opcode,
                                                frame(FIN | opcode, new byte[0]),
                                                ping(""))
                                        .sends("close 1002"));
        return Stream.of(bits, control, opcodes).flatMap(cases -> cases);
    }

    private static Stream<Case> fragments() {
        return Stream.of(
                new Case("5 fragmented ping", frame(FrameHeader.PING, hex("61")))
                        .sends("close 1002"),
                new Case("5 fragmented pong", frame(FrameHeader.PONG, hex("61")))
                        .sends("close 1002"),
                new Case("5 two fragments", firstFragment("frag"), lastFragment("ment"))
                        .receives("text fragment"),
                new Case(
                                "5 fragments with a ping between",
                                firstFragment("frag"),
                                ping("p"),
                                lastFragment("ment"))
                        .receives("text fragment")
                        .sends("pong p"),
                new Case(
                                "5 many fragments, pings, two messages",
                                firstFragment("a"),
                                fragment("b"),
                                ping("1"),
                                fragment("c"),
                                pong("?"),
                                lastFragment("d"),
                                ping("2"),
                                text("e"))
                        .receives("text abcd", "text e")
                        .sends("pong 1", "pong 2"),
                new Case("5 empty fragments", firstFragment(""), fragment(""), lastFragment(""))
                        .receives("text "),
                new Case(
                                "5 binary fragments",
                                frame(FrameHeader.BINARY, hex("00ff")),
                                frame(FIN | FrameHeader.CONTINUATION, hex("80")))
                        .receives("binary 00ff80"),
                new Case("5 continuation of nothing", lastFragment("x"), text("y"))
                        .sends("close 1002"),
                new Case("5 open continuation of nothing", fragment("x")).sends("close 1002"),
                new Case("5 continuation behind the end", text("x"), lastFragment("y"))
                        .receives("text x")
                        .sends("close 1002"),
                new Case("5 text inside of fragments", firstFragment("x"), text("y"))
                        .sends("close 1002"),
                new Case("5 binary inside of fragments", firstFragment("x"), binary(hex("00")))
                        .sends("close 1002"));
    }

    private static Stream<Case> utf8() {
        var valid = Stream.of("κόσμε", "é€😀", "\u0000", "\ud7ff\ue000\ufffd", "\udbff\udfff");
        var invalid =
                Stream.of(
                        "cebae1bdb9cf83cebceda080656469746564", // surrogate inside of text
                        "80",
                        "bf",
                        "c0af",
                        "e0809f",
                        "f0808080",
                        "f4908080",
                        "f8888080",
                        "fe",
                        "c3",
                        "e282",
                        "f09f98",
                        "6162c3");
        return Stream.concat(
                Stream.concat(
                        valid.map(
                                text -> new Case("6 " + text, text(text)).receives("text " + text)),
                        invalid.map(bytes ->
                                new Case("6 invalid " + bytes, textBytes(bytes), text("x"))
                                        .sends("close 1007"))),
                Stream.of(
                        new Case(
                                        "6 character over three fragments",
                                        frame(FrameHeader.TEXT, hex("61f0")),
                                        frame(FrameHeader.CONTINUATION, hex("9f98")),
                                        frame(FIN | FrameHeader.CONTINUATION, hex("8062")))
                                .receives("text a😀b"),
                        new Case(
                                        "6 invalid over fragments",
                                        frame(FrameHeader.TEXT, hex("c3")),
                                        frame(FIN | FrameHeader.CONTINUATION, hex("28")))
                                .sends("close 1007"),
                        new Case(
                                        "6 binary need not be text",
                                        frame(FIN | FrameHeader.BINARY, hex("c328")))
                                .receives("binary c328")));
    }

    private static Stream<Case> closes() {
        var good =
                IntStream.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014)
                        .boxed()
                        .map(code ->
                                new Case("7 close " + code, close(code, ""))
                                        .sends("close " + code));
        var own =
                IntStream.of(3000, 3999, 4000, 4999)
                        .mapToObj(code ->
                                new Case("7 close " + code, close(code, "bye"))
                                        .sends("close " + code));
        var bad =
                IntStream.of(0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535)
                        .mapToObj(code ->
                                new Case("7 bad close " + code, close(code, "x"))
                                        .sends("close 1002"));
        var other =
                Stream.of(
                        new Case("7 empty close", close()).sends("close"),
                        new Case("7 close of one byte", frame(FIN | FrameHeader.CLOSE, hex("03")))
                                .sends("close 1002"),
                        new Case("7 longest reason", close(1000, "r".repeat(123)))
                                .sends("close 1000"),
                        new Case("7 too long reason", close(1000, "r".repeat(124)))
                                .sends("close 1002"),
                        new Case("7 reason not UTF-8", close(1000, hex("ff"))).sends("close 1007"),
                        new Case("7 two closes", close(1000, ""), close(1001, ""))
                                .sends("close 1000"),
                        new Case("7 ping behind close", close(1000, ""), ping("x"))
                                .sends("close 1000"),
                        new Case("7 text behind close", text("a"), close(1000, ""), text("b"))
                                .receives("text a")
                                .sends("close 1000"),
                        new Case("7 close inside of fragments", firstFragment("a"), close(1000, ""))
                                .sends("close 1000"));
        return Stream.of(good, own, bad, other).flatMap(cases -> cases);
    }

    private static Stream<Case> lengthForms() {
        return Stream.of(
                new Case("unmasked text", hex("810161")).sends("close 1002"),
                new Case("unmasked ping", hex("8900")).sends("close 1002"),
                new Case("16 bits for 125", hex("81fe007d00000000" + "61".repeat(125)))
                        .sends("close 1002"),
                new Case("64 bits for 65535", joined(hex("81ff000000000000ffff00000000")))
                        .sends("close 1002"),
                new Case("64 bits for 1", hex("81ff00000000000000010000000061"))
                        .sends("close 1002"),
                new Case("negative length", hex("81ff800000000000000000000000"))
                        .sends("close 1002"),
                new Case("largest length", hex("82ff7fffffffffffffff00000000")).sends("close 1009"),
                new Case("mask of zeros", hex("818200000000" + "6869")).receives("text hi"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isReadInOnePiece(Case each) {
        check(each, List.of(joined(each.frames())));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isReadByteByByte(Case each) {
        var all = joined(each.frames());
        if (all.length > 1000) {
            return;
        }
        check(each, pieces(all, 1));
    }

    private static List<byte[]> pieces(byte[] all, int size) {
        var pieces = new ArrayList<byte[]>();
        for (int at = 0; at < all.length; at += size) {
            pieces.add(Arrays.copyOfRange(all, at, Math.min(all.length, at + size)));
        }
        return pieces;
    }

    private static void check(Case each, List<byte[]> chunks) {
        try (var socket = new FramesHarness(LIMIT)) {
            socket.receive(chunks.toArray(byte[][]::new));

            assertThat(socket.received).isEqualTo(each.received());
            assertThat(socket.sent()).isEqualTo(each.sent());
        }
    }

    @Test
    void streamIsReadAlikeHoweverItIsCut() {
        var stream =
                joined(
                        text("first"),
                        firstFragment("é"),
                        ping("in between"),
                        lastFragment("😀".repeat(40)),
                        binary(new byte[300]),
                        pong(""),
                        text("x".repeat(70_000)),
                        text("last"));
        var whole = readIn(List.of(stream));
        long seed = System.nanoTime();
        var random = new Random(seed);

        for (int run = 0; run < 300; run++) {
            var chunks = new ArrayList<byte[]>();
            for (int at = 0; at < stream.length; ) {
                int end = Math.min(stream.length, at + 1 + (1 << random.nextInt(17)) / 3);
                chunks.add(Arrays.copyOfRange(stream, at, end));
                at = end;
            }
            assertThat(readIn(chunks)).as("seed %d run %d", seed, run).isEqualTo(whole);
        }
        assertThat(whole).hasSize(6);
    }

    private static List<String> readIn(List<byte[]> chunks) {
        try (var socket = new FramesHarness(LIMIT)) {
            socket.receive(chunks.toArray(byte[][]::new));
            var all = new ArrayList<>(socket.received);
            all.addAll(socket.sent());
            return all;
        }
    }
}
