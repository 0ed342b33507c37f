package dev.freshet.server.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.freshet.source.Frame;

class FrameJsonReaderFuzzTest {
    @FuzzTest
    void acceptedTextSurvivesARoundTrip(byte[] json) throws InvalidFrameJson {
        Frame frame;
        try {
            frame = FrameJsonReader.read(json);
        } catch (InvalidFrameJson _) {
            return;
        }
        assertThat(FrameJsonReader.read(FrameJson.full(frame))).isEqualTo(frame);
    }
}
