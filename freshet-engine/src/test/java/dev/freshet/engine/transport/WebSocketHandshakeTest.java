package dev.freshet.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketHandshakeTest {
    static HttpRequest request() {
        var request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/ws");
        request.headers()
                .set("Host", "localhost")
                .set("Connection", "Upgrade")
                .set("Upgrade", "websocket")
                .set("Sec-WebSocket-Version", "13")
                .set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        return request;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Connection | upgrade",
                "Connection | keep-alive, Upgrade",
                "Connection | keep-alive,UPGRADE",
                "Upgrade | WebSocket",
                "Upgrade | h2c, websocket"
            })
    void headersAreReadAsHttpSays(String name, String value) {
        var request = request();
        request.headers().set(name, value);

        assertThat(WebSocketHandshake.refusal(request)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Connection | keep-alive | Connection: Upgrade",
                "Connection | | Connection: Upgrade",
                "Upgrade | h2c | Upgrade: websocket",
                "Upgrade | | Upgrade: websocket",
                "Sec-WebSocket-Version | 8 | is 8; only 13",
                "Sec-WebSocket-Version | | only 13",
                "Sec-WebSocket-Version | 13, 8 | only 13",
                "Sec-WebSocket-Key | | 16 bytes",
                "Sec-WebSocket-Key | AAAA | 16 bytes",
                "Sec-WebSocket-Key | AAAAAAAAAAAAAAAAAAAAAAA= | 16 bytes",
                "Sec-WebSocket-Key | !!!!!!!!!!!!!!!!!!!!!!== | 16 bytes"
            })
    void refusalNamesWhatIsWrong(String name, String value, String expected) {
        var request = request();
        request.headers().remove(name);
        if (value != null) {
            request.headers().set(name, value);
        }

        assertThat(WebSocketHandshake.refusal(request)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "HEAD", "OPTIONS"})
    void onlyGetOpensAWebSocket(String method) {
        var request = request().setMethod(HttpMethod.valueOf(method));

        assertThat(WebSocketHandshake.refusal(request)).contains("GET, not " + method);
    }

    @Test
    void http10CannotBeUpgraded() {
        var request = request().setProtocolVersion(HttpVersion.HTTP_1_0);

        assertThat(WebSocketHandshake.refusal(request)).contains("HTTP/1.1");
    }
}
