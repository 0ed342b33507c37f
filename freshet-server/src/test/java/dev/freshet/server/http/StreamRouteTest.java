package dev.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.transport.StreamKind;
import dev.freshet.server.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may open a stream: as a socket, and a GET only from a page of ours or with a token.
class StreamRouteTest {
    private static final RouteDoc DOC = RouteDoc.of("test", "test");
    private static final String QUERY = "/sse?cf_connect=x";
    private static final String COOKIE = "Cookie: session=admin";

    private final List<String> opened = new ArrayList<>();
    private String written = "";
    private final TestConnection connection =
            new TestConnection(
                    stream("GET", "/sse", StreamKind.SSE),
                    stream("POST", "/stream", StreamKind.HTTP_STREAM));

    @AfterEach
    void close() {
        connection.close();
    }

    private Route stream(String method, String path, StreamKind kind) {
        return Route.stream(
                method,
                path,
                Access.signedIn(),
                20,
                kind,
                request -> opened.add(method + " " + request.user().login()),
                DOC);
    }

    private void get(String path, String... headers) {
        send("GET " + path, "", headers);
    }

    private void post(String body, String... headers) {
        send("POST /stream", "Content-Length: " + body.length() + "\r\n\r\n" + body, headers);
    }

    private void send(String request, String rest, String... headers) {
        var lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        written =
                connection.send(
                        request
                                + " HTTP/1.1\r\nHost: localhost:3000\r\n"
                                + lines
                                + (rest.isEmpty() ? "\r\n" : rest));
    }

    private void assertRefused(ProblemType type) {
        assertThat(opened).isEmpty();
        assertThat(written).contains("\"messageId\":\"" + type.messageId() + "\"");
    }

    @Test
    void connectionIsHandedOverWithItsUser() {
        post("{}", "Authorization: Bearer viewer");

        assertThat(opened).hasSize(1);
        assertThat(connection.channel.pipeline().get(HttpConnection.class)).isNull();
    }

    @Test
    void strangersOpenNothing() {
        post("{}");

        assertRefused(ProblemType.UNAUTHORIZED);
    }

    @Test
    void bodyHasALimit() {
        post("x".repeat(21), "Authorization: Bearer viewer");

        assertRefused(ProblemType.BODY_TOO_LARGE);
    }

    @Test
    void eventStreamNeedsItsFirstCommands() {
        get("/sse", "Authorization: Bearer viewer");

        assertRefused(ProblemType.BAD_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://localhost:3000",
                "Sec-Fetch-Site: same-origin",
                "Referer: http://localhost:3000/grafana/",
                "Referer: http://localhost:3000"
            })
    void ourOwnPageMayOpenAnEventStreamWithACookie(String header) {
        get(QUERY, COOKIE, header);

        assertThat(opened).hasSize(1);
    }

    /// A mere link to such an address could publish in the name of whoever follows it.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: nothing that says where it comes from",
                "Origin: https://evil.example",
                "Origin: null",
                "Sec-Fetch-Site: none",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Referer: https://evil.example/",
                "Referer: https://evil.example/http://localhost:3000/",
                "Referer: nonsense",
                "Referer: http://localhost:3000@evil.example/"
            })
    void otherPagesMayNot(String header) {
        get(QUERY, COOKIE, header);

        assertRefused(ProblemType.ORIGIN_REFUSED);
    }

    @Test
    void tokenNeedsNoPage() {
        get(QUERY, "Authorization: Bearer viewer");

        assertThat(opened).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origin: https://evil.example", "X: no Origin"})
    void postWithACookieHasToSayItsOrigin(String header) {
        post("{}", COOKIE, header);

        assertRefused(ProblemType.ORIGIN_REFUSED);
    }

    @Test
    void foreignPageMayNotEvenWithAToken() {
        post("{}", "Authorization: Bearer viewer", "Origin: https://evil.example");

        assertRefused(ProblemType.ORIGIN_REFUSED);
    }
}
