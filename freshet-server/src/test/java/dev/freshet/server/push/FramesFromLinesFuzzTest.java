package dev.freshet.server.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.freshet.server.frame.FrameJson;
import dev.freshet.server.frame.FrameJsonReader;
import dev.freshet.server.frame.InvalidFrameJson;
import dev.freshet.server.managedstream.FrameForChannel;

class FramesFromLinesFuzzTest {
    @FuzzTest
    void anyBodyGivesValidFramesOrAnError(byte[] body) throws InvalidFrameJson {
        check(Push.convert(body, Push.LABELS.withPartial(true)));
        check(Push.convert(body, Push.WIDE.withPartial(true)));

        PushResult strict = Push.convert(body, Push.LABELS);
        assertThat(strict.refused()).isEqualTo(!strict.errors().isEmpty());
    }

    private static void check(PushResult result) throws InvalidFrameJson {
        for (FrameForChannel frame : result.frames()) {
            assertThat(FrameJsonReader.read(FrameJson.full(frame.frame())))
                    .isEqualTo(frame.frame());
            assertThat(MeasurementPath.decode(frame.channelPath())).isEqualTo(frame.measurement());
        }
        assertThat(result.errors().size()).isLessThanOrEqualTo(result.badLines());
    }
}
