package dev.freshet.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandshakeAnswerTest {
    private static final String ACCEPTED =
            String.join(
                    "\r\n",
                    "HTTP/1.1 101 Switching Protocols",
                    "Upgrade: websocket",
                    "SEC-WebSocket-Accept: C/0nmHhBztSRGR1CwL6Tf4ZjwpY=",
                    "",
                    "");

    @Test
    void framesBehindTheHeadStayInTheBuffer() {
        for (int split = 0; split < ACCEPTED.length(); split++) {
            var answer = new HandshakeAnswer();
            var first =
                    Unpooled.copiedBuffer(ACCEPTED.substring(0, split), StandardCharsets.US_ASCII);
            var rest =
                    Unpooled.copiedBuffer(
                            ACCEPTED.substring(split) + "frames", StandardCharsets.US_ASCII);

            assertThat(answer.read(first)).as("split at %d", split).isFalse();
            assertThat(first.isReadable()).isFalse();
            assertThat(answer.read(rest)).isTrue();

            assertThat(answer.refusal()).isNull();
            assertThat(rest.toString(StandardCharsets.US_ASCII)).isEqualTo("frames");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 403 Forbidden | HTTP 403 Forbidden",
                "HTTP/1.1 101 Switching Protocols | the answer to the handshake has a wrong"
                        + " Sec-WebSocket-Accept",
            })
    void answerThatIsNoWebSocketIsRefused(String status, String refusal) {
        var answer = new HandshakeAnswer();

        answer.read(Unpooled.copiedBuffer(status + "\r\n\r\n", StandardCharsets.US_ASCII));

        assertThat(answer.refusal()).isEqualTo(refusal);
    }

    @Test
    void whatTheServerSaysAboutItsRefusalIsPassedOn() {
        var answer = new HandshakeAnswer();

        answer.read(
                Unpooled.copiedBuffer(
                        "HTTP/1.1 403 Forbidden\r\n\r\n{\"message\":\n \"Origin\"}",
                        StandardCharsets.US_ASCII));

        assertThat(answer.refusal()).isEqualTo("HTTP 403 Forbidden: {\"message\": \"Origin\"}");
    }

    @Test
    void headWithoutEndIsGivenUp() {
        var answer = new HandshakeAnswer();

        assertThat(
                        answer.read(
                                Unpooled.copiedBuffer(
                                        "x".repeat(20_000), StandardCharsets.US_ASCII)))
                .isTrue();
        assertThat(answer.refusal()).startsWith("xxx").hasSizeLessThan(400);
    }
}
