package dev.freshet.engine.testkit.transcript;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Replays the recorded WebSocket handshakes against the engine's own listener.
class HandshakeTranscriptIntegrationTest {
    /// Bodies and the headers that Go's HTTP server adds are not compared.
    private static final List<String> COMPARED =
            List.of(
                    "upgrade",
                    "connection",
                    "sec-websocket-accept",
                    "sec-websocket-protocol",
                    "sec-websocket-version");

    record Exchange(JsonNode request, JsonNode response) {
        @Override
        public String toString() {
            return request.get("method").asString() + " " + request.get("headers");
        }
    }

    private record Response(int status, Map<String, String> headers) {}

    private final RecordedServer server =
            new RecordedServer(Transcript.named("ws-handshake").server());

    @AfterEach
    void stopServer() {
        server.close();
    }

    static Stream<Exchange> exchanges() {
        var steps = Transcript.named("ws-handshake").steps();
        var exchanges = new ArrayList<Exchange>();
        for (int i = 0; i < steps.size(); i += 2) {
            exchanges.add(new Exchange(steps.get(i).get("http"), steps.get(i + 1).get("http")));
        }
        return exchanges.stream();
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void handshakeGoesAsRecorded(Exchange exchange) throws Exception {
        var response = ask(exchange.request());

        assertThat(response.status()).isEqualTo(exchange.response().get("status").asInt());
        exchange.response()
                .get("headers")
                .forEachEntry((name, value) -> {
                    var key = name.toLowerCase(Locale.ROOT);
                    if (COMPARED.contains(key)) {
                        assertThat(response.headers()).containsEntry(key, value.asString());
                    }
                });
        if (response.status() == 101) {
            assertThat(response.headers().keySet()).isSubsetOf(COMPARED);
        }
    }

    private Response ask(JsonNode request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            var head = new StringBuilder();
            head.append(request.get("method").asString())
                    .append(' ')
                    .append(request.get("path").asString())
                    .append(" HTTP/1.1\r\nHost: localhost\r\n");
            request.get("headers")
                    .forEachEntry((name, value) ->
                            head.append(name).append(": ").append(value.asString()).append("\r\n"));
            socket.getOutputStream().write(head.append("\r\n").toString().getBytes(ISO_8859_1));
            return read(
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1)));
        }
    }

    private static Response read(BufferedReader in) throws IOException {
        int status = Integer.parseInt(in.readLine().split(" ", -1)[1]);
        var headers = new TreeMap<String, String>();
        for (var line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Response(status, headers);
    }
}
