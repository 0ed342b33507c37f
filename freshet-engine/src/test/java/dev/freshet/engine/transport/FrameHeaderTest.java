package dev.freshet.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameHeaderTest {
    @ParameterizedTest
    @CsvSource({
        "0, 8100",
        "1, 8101",
        "125, 817d",
        "126, 817e007e",
        "127, 817e007f",
        "65535, 817effff",
        "65536, 817f0000000000010000",
        "2147483647, 817f000000007fffffff"
    })
    void lengthIsWrittenInItsShortestForm(int length, String hex) {
        var out = Unpooled.buffer();

        FrameHeader.write(out, FrameHeader.TEXT, length);

        assertThat(ByteBufUtil.hexDump(out)).isEqualTo(hex);
        assertThat(FrameHeader.size(length)).isEqualTo(out.readableBytes());
    }

    @ParameterizedTest
    @CsvSource({"0, 8200", "5, 8205", "126, 827e007e", "65536, 827f0000000000010000"})
    void headIsPutInFrontOfWhatIsWritten(int length, String head) {
        var frame = Unpooled.buffer();
        frame.writeZero(FrameHeader.MAX_SERVER_BYTES).skipBytes(FrameHeader.MAX_SERVER_BYTES);
        frame.writeZero(length);

        FrameHeader.prepend(frame, FrameHeader.BINARY);

        assertThat(ByteBufUtil.hexDump(frame)).isEqualTo(head + "00".repeat(length));
    }
}
