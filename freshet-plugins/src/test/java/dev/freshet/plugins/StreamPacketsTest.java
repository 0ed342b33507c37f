package dev.freshet.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.freshet.plugins.wire.StreamPacket;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamPacketsTest {
    @Test
    void readsWhatProtobufWrites() throws Exception {
        var random = new Random(5);
        for (int length : new int[] {0, 1, 2, 127, 128, 129, 16_383, 16_384, 100_000}) {
            byte[] data = new byte[length];
            random.nextBytes(data);

            byte[] message =
                    StreamPacket.newBuilder()
                            .setData(ByteString.copyFrom(data))
                            .build()
                            .toByteArray();

            assertThat(data(message)).isEqualTo(data);
        }
    }

    @Test
    void passesFieldsItDoesNotKnow() throws Exception {
        var bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeInt64(2, -1);
        out.writeFixed64(3, 4);
        out.writeString(400, "x".repeat(300));
        out.writeByteArray(1, new byte[] {1, 2});
        out.writeFixed32(5, 6);
        out.flush();

        assertThat(data(bytes.toByteArray())).containsExactly(1, 2);
    }

    @Test
    void refusesWhatIsCutOffAndNeverTrustsALength() {
        for (byte[] message :
                new byte[][] {
                    {10},
                    {10, 5, 1},
                    {10, -1, -1, -1, -1, 7, 1},
                    {10, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1},
                    {11},
                    {13, 1}
                }) {
            assertThatThrownBy(() -> data(message)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void randomBytesGiveBytesOrAnIoException() {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] message = new byte[random.nextInt(40)];
            random.nextBytes(message);
            try {
                assertThat(data(message).length).isLessThan(40);
            } catch (IOException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }

    private static byte[] data(byte[] message) throws IOException {
        return StreamPackets.data(new ByteArrayInputStream(message));
    }
}
