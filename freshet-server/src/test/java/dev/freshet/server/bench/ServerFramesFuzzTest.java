package dev.freshet.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

class ServerFramesFuzzTest {
    @FuzzTest
    void anyBytesAreReadAlikeHoweverTheyAreSplit(FuzzedDataProvider data) {
        int first = data.consumeInt(0, 64);
        int second = data.consumeInt(first, 128);
        var bytes = data.consumeRemainingAsBytes();
        int length = bytes.length;

        var whole = SeenFrames.in(bytes);
        var split = SeenFrames.in(bytes, Math.min(first, length), Math.min(second, length));

        // After nonsense a connection is closed; until then nothing may differ.
        int end = whole.indexOf("nonsense");
        var until = end < 0 ? whole : whole.subList(0, end + 1);
        assertThat(split.subList(0, Math.min(split.size(), until.size()))).isEqualTo(until);
    }
}
