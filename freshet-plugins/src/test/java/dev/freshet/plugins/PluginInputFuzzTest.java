package dev.freshet.plugins;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.freshet.plugins.wire.StreamPacket;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;

/// Whatever a plugin sends: bytes or an [IOException], and what protobuf reads is read alike.
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
            if (expected != null && !hasGroup(message)) {
                throw new AssertionError("refused what protobuf reads", e);
            }
        }
    }

    /// Groups are of protobuf's first version and not read here.
    private static boolean hasGroup(byte[] message) {
        for (byte b : message) {
            if ((b & 7) == 3 || (b & 7) == 4) {
                return true;
            }
        }
        return false;
    }
}
