package dev.freshet.plugins;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.freshet.plugins.wire.StreamPacket;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;

/// Whatever a plugin sends: bytes or an [IOException]; where protobuf reads bytes too, the same.
class PluginInputFuzzTest {
    @FuzzTest
    void packetIsReadAsProtobufDoes(byte[] message) {
        byte[] expected;
        try {
            expected = StreamPacket.parseFrom(message).getData().toByteArray();
        } catch (InvalidProtocolBufferException _) {
            expected = null;
        }
        try {
            byte[] data = StreamPackets.data(new ByteArrayInputStream(message));
            if (expected != null && !Arrays.equals(expected, data)) {
                throw new AssertionError("read differently from protobuf");
            }
        } catch (IOException e) {
            // Stricter than protobuf with what nobody writes: groups, numbers of eleven bytes.
            if (String.valueOf(e.getMessage()).isBlank()) {
                throw new AssertionError("a refusal says nothing", e);
            }
        }
    }
}
