package dev.freshet.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class PublicationTextTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 20, 64, 512, 10_000})
    void isJsonOfTheWantedSizeWithTimeAndNumber(int size) {
        var out = Unpooled.buffer();

        new PublicationText(() -> 123_456_789_012L, size).write(out, 42);

        var json = JsonMapper.shared().readTree(out.toString(StandardCharsets.US_ASCII));
        assertThat(json.path("t").asLong()).isEqualTo(123_456_789_012L);
        assertThat(json.path("n").asLong()).isEqualTo(42);
        assertThat(out.readableBytes())
                .isEqualTo(Math.max(size, "{\"t\":123456789012,\"n\":42,\"p\":\"\"}".length()));
    }

    @Test
    void timeIsFoundInAPush() {
        var push = Unpooled.buffer();
        push.writeBytes(
                "{\"push\":{\"channel\":\"t\",\"pub\":{\"data\":"
                        .getBytes(StandardCharsets.US_ASCII));
        new PublicationText(() -> 77, 100).write(push, 1);

        assertThat(PublicationText.timeIn(push, 0, push.writerIndex())).isEqualTo(77);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"push\":{}}",
                "{\"push\":{\"channel\":\"x\",\"pub\":{\"data\":{\"t\":\"no number\"}}}}",
                "{\"push\":{\"pub\":{\"data\":{\"t\":"
            })
    void pushesOfOthersHaveNoTime(String text) {
        var push = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);

        assertThat(PublicationText.timeIn(push, 0, push.writerIndex())).isEqualTo(-1);
    }
}
