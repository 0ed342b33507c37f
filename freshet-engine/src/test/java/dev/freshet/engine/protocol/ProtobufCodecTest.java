package dev.freshet.engine.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What neither the recorded messages nor the random ones show.
class ProtobufCodecTest {
    private static final ProtobufCodec CODEC = ProtobufCodec.INSTANCE;

    private static byte[] written(Consumer<ByteBuf> writer) {
        var out = Unpooled.buffer();
        writer.accept(out);
        return ByteBufUtil.getBytes(out);
    }

    private static String hex(Consumer<ByteBuf> writer) {
        return HexFormat.of().formatHex(written(writer));
    }

    private static Payload payload(String text) {
        return Payload.ofBytes(text.getBytes(UTF_8));
    }

    private static Publication publication(String data) {
        return Publication.of(payload(data));
    }

    @Test
    void pingIsAnEmptyMessage() {
        assertThat(hex(CODEC::writePing)).isEqualTo("00");
        assertThat(hex(ProtobufCodec.BARE::writePing)).isEqualTo("00");
    }

    @Test
    void repliesHaveTheirLengthInFront() {
        assertThat(hex(out -> CODEC.writeResult(out, 1, new Result.Unsubscribe())))
                .isEqualTo("0408013a00");
        assertThat(hex(out -> CODEC.writeError(out, 2, new ErrorReply(403, "no", false))))
                .isEqualTo("0b0802" + "1207" + "089303" + "12026e6f");
    }

    @Test
    void pushesStandAloneWhereTheTransportIsUnidirectional() {
        var prefix = CODEC.channelPrefix("c");

        assertThat(hex(out -> CODEC.writeMessage(out, prefix, publication("1"))))
                .isEqualTo("0a2208" + "120163" + "2203220131");
        assertThat(hex(out -> ProtobufCodec.BARE.writeMessage(out, prefix, publication("1"))))
                .isEqualTo("08" + "120163" + "2203220131");
    }

    @Test
    void connectResultIsAPushWhereTheTransportIsUnidirectional() {
        var connect = new Result.Connect("c", "", true, 7, null, Map.of(), 25, false, "s", "", 0);

        assertThat(hex(out -> ProtobufCodec.BARE.writeResult(out, 1, connect)))
                .isEqualTo(hex(out -> ProtobufCodec.BARE.writePush(out, new Push.Connect(connect))))
                .isEqualTo("0e520c" + "0a0163" + "2801" + "3007" + "3819" + "4a0173");
    }

    @Test
    void payloadsNeedNotBeJson() throws Exception {
        var binary = Payload.ofBytes(new byte[] {0, 1, (byte) 0xff, '\n'});
        var publication = Publication.of(binary);

        assertThat(CODEC.carries(binary)).isTrue();
        assertThat(CODEC.carries(publication)).isTrue();
        assertThat(CODEC.carries(new Result.Rpc(binary))).isTrue();
        assertThat(hex(out -> CODEC.writeMessage(out, CODEC.channelPrefix("c"), publication)))
                .endsWith("22040001ff0a");
    }

    @Test
    void lineBreaksOfAPayloadStay() {
        assertThat(hex(out -> CODEC.writeResult(out, 1, new Result.Rpc(payload("{\n}\n")))))
                .endsWith("0a047b0a7d0a");
    }

    @Test
    void emptyPayloadIsNone() {
        assertThat(hex(out -> CODEC.writeResult(out, 1, new Result.Rpc(payload("")))))
                .isEqualTo(hex(out -> CODEC.writeResult(out, 1, new Result.Rpc(null))));
    }

    /// Lengths are put in front when the end is known, and may then need more than one byte.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 126, 127, 128, 129, 16_383, 16_384, 100_000, 3_000_000})
    void messagesOfAllLengthsAreReadBack(int length) throws Exception {
        var data = payload("x".repeat(length));
        var subscribed =
                new Result.Subscribe(
                        false,
                        0,
                        false,
                        "",
                        List.of(Publication.of(data)),
                        false,
                        0,
                        false,
                        data,
                        false,
                        false);
        var connect =
                new Result.Connect(
                        "c", "", false, 0, data, Map.of("s", subscribed), 0, false, "", "", 0);

        var result = sub(reply(out -> CODEC.writeResult(out, 1, connect)), "connect");

        var entry = (Message) result.getRepeatedField(field(result, "subs"), 0);
        var subscription = sub(entry, "value");
        var publication = subscription.getRepeatedField(field(subscription, "publications"), 0);
        assertThat(data(result)).isEqualTo(data);
        assertThat(data(subscription)).isEqualTo(data);
        assertThat(data((Message) publication)).isEqualTo(data);
    }

    /// Cannot be written in UTF-8; what matters is that lengths stay right.
    @Test
    void loneSurrogatesBecomeQuestionMarks() {
        var push = new Push.Unsubscribe("a\ud83db", 2500, "\ude00");

        assertThat(hex(out -> ProtobufCodec.BARE.writePush(out, push)))
                .isEqualTo("0d" + "1203613f62" + "3a06" + "10c413" + "1a013f");
    }

    // ---- deltas

    private static final String BASE =
            "{\"room\":\"kitchen\",\"temperature\":21.5,\"humidity\":40}";
    private static final String NEXT = BASE.replace("21.5", "21.7");

    @Test
    void deltaIsThePatchWhenItIsSmaller() throws Exception {
        var prefix = CODEC.channelPrefix("c");

        var push = pushOf(out -> CODEC.writeDelta(out, prefix, publication(NEXT), payload(BASE)));

        assertThat(push.getField(field(push, "delta"))).isEqualTo(true);
        assertThat(patched(payload(BASE), data(push))).isEqualTo(payload(NEXT));
    }

    private static Payload patched(Payload base, Payload patch) {
        return Payload.ofBytes(FossilPatch.apply(base.toByteArray(), patch.toByteArray()));
    }

    @Test
    void wholeDataIsSentWithoutABaseOrWhenThePatchIsNotSmaller() throws Exception {
        var prefix = CODEC.channelPrefix("c");

        for (var base : new Payload[] {null, payload("something else altogether, and long")}) {
            var push = pushOf(out -> CODEC.writeDelta(out, prefix, publication("1"), base));
            assertThat(data(push)).isEqualTo(payload("1"));
            assertThat(push.getField(field(push, "delta"))).isEqualTo(false);
        }
    }

    @Test
    void recoveredPublicationsArePatchesAgainstTheOneBefore() throws Exception {
        var recovered = List.of(publication(BASE), publication(NEXT));

        var deltas = recovered(recovered, true);
        var whole = recovered(recovered, false);

        assertThat(whole)
                .extracting(ProtobufCodecTest::data)
                .containsExactly(payload(BASE), payload(NEXT));
        assertThat(data(deltas.getFirst())).isEqualTo(payload(BASE));
        assertThat(patched(payload(BASE), data(deltas.getLast()))).isEqualTo(payload(NEXT));
        assertThat(deltas)
                .extracting(each -> each.getField(field(each, "delta")))
                .containsExactly(false, true);
    }

    @SuppressWarnings("unchecked")
    private static List<Message> recovered(List<Publication> publications, boolean delta)
            throws InvalidProtocolBufferException {
        var subscribed =
                new Result.Subscribe(
                        false, 0, true, "e", publications, true, 0, true, null, true, delta);
        var result = sub(reply(out -> CODEC.writeResult(out, 1, subscribed)), "subscribe");
        return (List<Message>) result.getField(field(result, "publications"));
    }

    // ---- reading back

    private static Message reply(Consumer<ByteBuf> writer) throws InvalidProtocolBufferException {
        var framed = Unpooled.wrappedBuffer(written(writer));
        long length = 0;
        int shift = 0;
        byte next;
        do {
            next = framed.readByte();
            length |= (long) (next & 0x7f) << shift;
            shift += 7;
        } while (next < 0);
        assertThat(length).isEqualTo(framed.readableBytes());
        return DynamicMessage.parseFrom(WireSchema.message("Reply"), ByteBufUtil.getBytes(framed));
    }

    private static Message pushOf(Consumer<ByteBuf> writer) throws InvalidProtocolBufferException {
        return sub(sub(reply(writer), "push"), "pub");
    }

    private static FieldDescriptor field(Message message, String name) {
        return message.getDescriptorForType().findFieldByName(name);
    }

    private static Message sub(Message message, String name) {
        return (Message) message.getField(field(message, name));
    }

    private static Payload data(Message message) {
        return Payload.ofBytes(
                ((ByteString) message.getField(field(message, "data"))).toByteArray());
    }
}
