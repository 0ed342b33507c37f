package dev.freshet.engine.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Random messages of protobuf-java: what it writes is what we read, what we write is what it reads
/// and byte for byte what it would have written, and the JSON form says the same.
class CodecsAgreeTest {
    private static final int RUNS = 1000;

    private final long seed = System.nanoTime();
    private final RandomMessages messages = new RandomMessages(new Random(seed));

    @Test
    void commandsAreReadAlikeInBothForms() throws Exception {
        for (int run = 0; run < RUNS; run++) {
            var command = messages.command();
            var protobuf = delimited(command);
            var json = WireJson.text(command).getBytes(UTF_8);

            var read = ProtobufCodec.INSTANCE.commands(protobuf, 0, protobuf.length).next();

            assertThat(read)
                    .as("seed %d run %d: %s", seed, run, command)
                    .isEqualTo(JsonCodec.INSTANCE.commands(json, 0, json.length).next());
        }
    }

    @Test
    void repliesAndPushesSayTheSameInBothForms() throws Exception {
        for (int run = 0; run < RUNS; run++) {
            var reply = messages.reply();
            check(reply, ProtobufCodec.INSTANCE, JsonCodec.INSTANCE, run);
            check(messages.push(), ProtobufCodec.BARE, JsonCodec.BARE, run);
        }
    }

    private void check(DynamicMessage message, Codec protobufCodec, Codec jsonCodec, int run)
            throws IOException {
        var sending = WireRecords.sending(message);
        var protobuf = Unpooled.buffer();
        var json = Unpooled.buffer();

        sending.write(protobufCodec, protobuf);
        sending.write(jsonCodec, json);

        var bytes = ByteBufUtil.getBytes(protobuf);
        var read = parse(message, bytes);
        assertThat(read).as("seed %d run %d", seed, run).isEqualTo(message);
        assertThat(bytes).as("seed %d run %d: %s", seed, run, message).isEqualTo(delimited(read));
        assertThat(WireJson.tree(json.toString(UTF_8)))
                .as("seed %d run %d", seed, run)
                .isEqualTo(WireJson.tree(message));
    }

    @Test
    void sizeOfAMessageIsKnownBeforeItIsWritten() {
        for (int run = 0; run < RUNS; run++) {
            var push = messages.channelMessage();
            var message = WireRecords.channelMessage(push);

            for (var codec : new Codec[] {ProtobufCodec.INSTANCE, ProtobufCodec.BARE}) {
                var prefix = codec.channelPrefix(text(push, "channel"));
                ByteBuf out = Unpooled.buffer();
                codec.writeMessage(out, prefix, message);
                assertThat(codec.messageSize(prefix, message))
                        .as("seed %d run %d: %s", seed, run, push)
                        .isEqualTo(out.readableBytes());
            }
        }
    }

    private static String text(Message message, String field) {
        return (String) message.getField(message.getDescriptorForType().findFieldByName(field));
    }

    private static byte[] delimited(Message message) throws IOException {
        var out = new ByteArrayOutputStream();
        message.writeDelimitedTo(out);
        return out.toByteArray();
    }

    private static Message parse(DynamicMessage like, byte[] delimited) throws IOException {
        var in = new ByteArrayInputStream(delimited);
        var builder = DynamicMessage.newBuilder(like.getDescriptorForType());
        assertThat(builder.mergeDelimitedFrom(in)).isTrue();
        assertThat(in.available()).isZero();
        return builder.build();
    }
}
