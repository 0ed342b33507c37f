package dev.freshet.server.http;

import static dev.freshet.server.http.TestConnection.lines;
import static dev.freshet.server.http.TestConnection.status;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.auth.AuthKind;
import dev.freshet.server.auth.AuthResult;
import dev.freshet.server.auth.Role;
import dev.freshet.server.problem.ProblemType;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpConnectionTest {
    private static final RouteDoc DOC = RouteDoc.of("test", "test").answer(200, "ok");
    private static final Route HELLO =
            Route.get(
                    "/hello",
                    Access.everybody(),
                    _ -> completedFuture(Response.text(200, "hi")),
                    DOC);
    private static final Route ECHO =
            Route.post(
                    "/echo",
                    Access.everybody(),
                    100,
                    request -> completedFuture(Response.of(200, "text/plain", request.body())),
                    DOC);

    @Test
    void requestIsAnsweredWithLengthAndDateAndStaysOpen() {
        try (var connection = new TestConnection(HELLO)) {
            var answer = connection.send(lines("GET /hello HTTP/1.1", "Host: a", "", ""));

            assertThat(answer)
                    .startsWith(lines("HTTP/1.1 200 OK", ""))
                    .endsWith(lines("", "", "hi"));
            assertThat(answer)
                    .contains(
                            lines("Content-Length: 2", ""),
                            "Date: ",
                            "X-Content-Type-Options: nosniff");
            assertThat(answer).doesNotContain("Connection:");
            assertThat(connection.isOpen()).isTrue();
        }
    }

    @Test
    void bodySplitAnywhereArrivesWhole() {
        var request = lines("POST /echo HTTP/1.1", "Host: a", "Content-Length: 5", "", "hello");
        for (int cut = 1; cut < request.length(); cut++) {
            try (var connection = new TestConnection(ECHO)) {
                var answer =
                        connection.send(request.substring(0, cut))
                                + connection.send(request.substring(cut));

                assertThat(answer)
                        .as("cut at %d", cut)
                        .startsWith("HTTP/1.1 200 OK")
                        .endsWith("hello");
            }
        }
    }

    @Test
    void chunkedBodyArrivesWhole() {
        try (var connection = new TestConnection(ECHO)) {
            var answer =
                    connection.send(
                            lines(
                                    "POST /echo HTTP/1.1",
                                    "Host: a",
                                    "Transfer-Encoding: chunked",
                                    "",
                                    "2",
                                    "he",
                                    "3",
                                    "llo",
                                    "0",
                                    "",
                                    ""));

            assertThat(answer).endsWith("hello");
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrderAlthoughTheFirstTakesLonger() {
        var slow = new TestConnection.ByHand();
        try (var connection =
                new TestConnection(HELLO, Route.get("/slow", Access.everybody(), slow, DOC))) {
            var early =
                    connection.send(
                            lines(
                                    "GET /slow HTTP/1.1",
                                    "Host: a",
                                    "",
                                    "GET /hello HTTP/1.1",
                                    "Host: a",
                                    "",
                                    ""));
            Objects.requireNonNull(slow.next()).complete(Response.text(200, "slow"));
            var late = connection.written();

            assertThat(early).isEmpty();
            assertThat(late.indexOf("slow")).isPositive().isLessThan(late.indexOf("hi"));
        }
    }

    @Test
    void pipelinedAnswersOfOneReadAreFlushedOnce() {
        try (var connection = new TestConnection(HELLO)) {
            var flushes = new ArrayList<Integer>();
            connection.channel.pipeline().addFirst(new FlushCounter(flushes));

            connection.send(lines("GET /hello HTTP/1.1", "Host: a", "", "").repeat(10));

            assertThat(flushes).hasSize(1);
        }
    }

    @Test
    void seventeenthWaitingRequestIsRefusedInItsTurnAndTheConnectionCloses() {
        var slow = new TestConnection.ByHand();
        try (var connection =
                new TestConnection(HELLO, Route.get("/slow", Access.everybody(), slow, DOC))) {
            connection.send(
                    lines("GET /slow HTTP/1.1", "Host: a", "", "")
                            + lines("GET /hello HTTP/1.1", "Host: a", "", "").repeat(40));

            Objects.requireNonNull(slow.next()).complete(Response.text(200, "slow"));
            var answers = connection.written();

            assertThat(answers.split("200 OK", -1)).hasSize(1 + 1 + 16);
            assertThat(answers)
                    .contains("HTTP/1.1 429 Too Many Requests", "http.too-many-pipelined");
            assertThat(answers.split("HTTP/1.1 429", -1)).hasSize(2);
        }
    }

    @Test
    void readingPausesWhileRequestsWaitAndGoesOnAfterwards() {
        var slow = new TestConnection.ByHand();
        try (var connection =
                new TestConnection(HELLO, Route.get("/slow", Access.everybody(), slow, DOC))) {
            connection.send(
                    lines(
                            "GET /slow HTTP/1.1",
                            "Host: a",
                            "",
                            "GET /hello HTTP/1.1",
                            "Host: a",
                            "",
                            ""));
            boolean readsMeanwhile = connection.channel.config().isAutoRead();

            Objects.requireNonNull(slow.next()).complete(Response.text(200, "slow"));
            connection.written();

            assertThat(readsMeanwhile).isFalse();
            assertThat(connection.channel.config().isAutoRead()).isTrue();
        }
    }

    @Test
    void bodyThatPromisesTooMuchIsRefusedBeforeItIsSent() {
        try (var connection = new TestConnection(ECHO)) {
            var answer =
                    connection.send(
                            lines(
                                    "POST /echo HTTP/1.1",
                                    "Host: a",
                                    "Content-Length: 101",
                                    "Expect: 100-continue",
                                    "",
                                    ""));

            assertThat(answer)
                    .startsWith("HTTP/1.1 413 ")
                    .contains("Connection: close", "http.body-too-large");
        }
    }

    @Test
    void chunkedBodyIsRefusedWhenItGrowsTooLarge() {
        try (var connection = new TestConnection(ECHO)) {
            connection.send(
                    lines("POST /echo HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "", ""));

            var first = connection.send(lines("40", "x".repeat(0x40), ""));
            var second = connection.send(lines("40", "x".repeat(0x40), ""));

            assertThat(first).isEmpty();
            assertThat(second).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void smallRefusedBodyIsSkippedAndTheConnectionKept() {
        try (var connection = new TestConnection(HELLO)) {
            var answers =
                    connection.send(
                            lines(
                                    "POST /nothing HTTP/1.1",
                                    "Host: a",
                                    "Content-Length: 5",
                                    "",
                                    "helloGET /hello HTTP/1.1",
                                    "Host: a",
                                    "",
                                    ""));

            assertThat(answers).startsWith("HTTP/1.1 404 ").contains("HTTP/1.1 200 OK");
        }
    }

    @Test
    void endlessRefusedBodyEndsTheConnection() {
        try (var connection = new TestConnection(HELLO)) {
            connection.send(
                    lines(
                            "POST /nothing HTTP/1.1",
                            "Host: a",
                            "Transfer-Encoding: chunked",
                            "",
                            ""));

            for (int i = 0; i < 40 && connection.isOpen(); i++) {
                connection.send(lines("1000", "x".repeat(0x1000), ""));
            }

            assertThat(connection.isOpen()).isFalse();
        }
    }

    @Test
    void waitingBodyIsAskedFor() {
        try (var connection = new TestConnection(ECHO)) {
            var first =
                    connection.send(
                            lines(
                                    "POST /echo HTTP/1.1",
                                    "Host: a",
                                    "Content-Length: 2",
                                    "Expect: 100-continue",
                                    "",
                                    ""));
            var second = connection.send("ok");

            assertThat(first).isEqualTo(lines("HTTP/1.1 100 Continue", "", ""));
            assertThat(second).startsWith("HTTP/1.1 200 OK").endsWith("ok");
        }
    }

    @Test
    void otherExpectationIsRefused() {
        try (var connection = new TestConnection(ECHO)) {
            var answer =
                    connection.send(
                            lines(
                                    "POST /echo HTTP/1.1",
                                    "Host: a",
                                    "Content-Length: 2",
                                    "Expect: tea",
                                    "",
                                    "ok"));

            assertThat(status(answer)).isEqualTo(417);
        }
    }

    @Test
    void headAnswersWithLengthButWithoutBody() {
        try (var connection = new TestConnection(HELLO)) {
            var answer = connection.send(lines("HEAD /hello HTTP/1.1", "Host: a", "", ""));

            assertThat(answer)
                    .startsWith("HTTP/1.1 200 OK")
                    .contains("Content-Length: 2")
                    .endsWith(lines("", "", ""));
        }
    }

    @Test
    void otherMethodIsToldWhatIsAllowed() {
        try (var connection = new TestConnection(HELLO)) {
            var answer = connection.send(lines("DELETE /hello HTTP/1.1", "Host: a", "", ""));

            assertThat(answer).startsWith("HTTP/1.1 405 ").contains("Allow: GET, HEAD, OPTIONS");
        }
    }

    @Test
    void optionsTellsWhatIsAllowed() {
        try (var connection = new TestConnection(HELLO)) {
            var answer = connection.send(lines("OPTIONS /hello HTTP/1.1", "Host: a", "", ""));

            assertThat(answer)
                    .startsWith("HTTP/1.1 204 ")
                    .contains("Allow: GET, HEAD, OPTIONS")
                    .doesNotContain("Content-Length");
        }
    }

    @Test
    void http10ConnectionIsKeptOnlyWhenAskedFor() {
        try (var connection = new TestConnection(HELLO)) {
            var kept =
                    connection.send(lines("GET /hello HTTP/1.0", "Connection: keep-alive", "", ""));
            var closed = connection.send(lines("GET /hello HTTP/1.0", "", ""));

            assertThat(kept).contains("Connection: keep-alive");
            assertThat(closed).contains("Connection: close");
            assertThat(connection.isOpen()).isFalse();
        }
    }

    @Test
    void connectionClosesWhenTheClientSaysSo() {
        try (var connection = new TestConnection(HELLO)) {
            connection.send(lines("GET /hello HTTP/1.1", "Host: a", "Connection: close", "", ""));

            assertThat(connection.isOpen()).isFalse();
        }
    }

    static Stream<String> ambiguousRequests() {
        return Stream.of(
                lines("GET /hello HTTP/1.1", "", ""),
                lines("GET /hello HTTP/1.1", "Host: a", "Host: b", "", ""),
                lines("GET /hello HTTP/2.0", "Host: a", "", ""),
                lines(
                        "POST /echo HTTP/1.1",
                        "Host: a",
                        "Content-Length: 5",
                        "Content-Length: 6",
                        "",
                        "hello!"),
                lines(
                        "POST /echo HTTP/1.1",
                        "Host: a",
                        "Content-Length: 5",
                        "Content-Length: 5",
                        "",
                        "hello"),
                lines("POST /echo HTTP/1.1", "Host: a", "Content-Length: 5, 5", "", "hello"),
                lines("POST /echo HTTP/1.1", "Host: a", "Content-Length: +5", "", "hello"),
                lines("POST /echo HTTP/1.1", "Host: a", "Content-Length: -5", "", "hello"),
                lines("POST /echo HTTP/1.1", "Host: a", "Content-Length: 0x5", "", "hello"),
                lines(
                        "POST /echo HTTP/1.1",
                        "Host: a",
                        "Content-Length: 99999999999999999999",
                        "",
                        "hello"),
                lines(
                        "POST /echo HTTP/1.1",
                        "Host: a",
                        "Content-Length: 5",
                        "Transfer-Encoding: chunked",
                        "",
                        "0",
                        "",
                        ""),
                lines(
                        "POST /echo HTTP/1.1",
                        "Host: a",
                        "Transfer-Encoding: chunked",
                        "Content-Length: 5",
                        "",
                        "0",
                        "",
                        ""),
                lines(
                        "POST /echo HTTP/1.1",
                        "Host: a",
                        "Transfer-Encoding: xchunked",
                        "",
                        "0",
                        "",
                        ""),
                lines(
                        "POST /echo HTTP/1.1",
                        "Host: a",
                        "Transfer-Encoding: gzip, chunked",
                        "",
                        "0",
                        "",
                        ""),
                lines(
                        "POST /echo HTTP/1.1",
                        "Host: a",
                        "Transfer-Encoding: identity",
                        "Content-Length: 5",
                        "",
                        "hello"),
                lines(
                        "POST /echo HTTP/1.1",
                        "Host: a",
                        "Transfer-Encoding: chunked",
                        "Transfer-Encoding: chunked",
                        "",
                        "0",
                        "",
                        ""),
                lines("POST /echo HTTP/1.0", "Transfer-Encoding: chunked", "", "0", "", ""),
                lines(
                        "POST /echo HTTP/1.1",
                        "Host: a",
                        "Transfer-Encoding : chunked",
                        "",
                        "0",
                        "",
                        ""),
                lines("POST /echo HTTP/1.1", "Host: a", "Content-Length : 5", "", "hello"),
                lines("POST /echo HTTP/1.1", "Host: a", "Content\u0000-Length: 5", "", "hello"),
                lines(
                        "POST /echo HTTP/1.1",
                        "Host: a",
                        "Transfer-Encoding: \u000bchunked",
                        "",
                        "0",
                        "",
                        ""),
                lines(
                        "POST /echo HTTP/1.1",
                        "Host: a",
                        " Transfer-Encoding: chunked",
                        "",
                        "0",
                        "",
                        ""),
                lines(
                        "POST /echo HTTP/1.1",
                        "Host: a",
                        "Transfer-Encoding: chunked",
                        "",
                        "zz",
                        "hello",
                        "0",
                        "",
                        ""),
                lines(
                        "POST /echo HTTP/1.1",
                        "Host: a",
                        "Transfer-Encoding: chunked",
                        "",
                        "-1",
                        "hello",
                        "0",
                        "",
                        ""),
                lines(
                        "POST /echo HTTP/1.1",
                        "Host: a",
                        "Transfer-Encoding: chunked",
                        "",
                        "5",
                        "helloXX0",
                        "",
                        ""),
                lines(
                        "POST /echo HTTP/1.1",
                        "Host: a",
                        "Transfer-Encoding: chunked",
                        "",
                        "ffffffffffffffff1",
                        "hello",
                        "0",
                        "",
                        ""),
                "POST /echo HTTP/1.1\nHost: a\nContent-Length: 0\n\n",
                lines("\u0016\u0003\u0001\u0002\u0000\u0001\u0000", "", ""));
    }

    @ParameterizedTest
    @MethodSource("ambiguousRequests")
    void requestThatTwoServersCouldReadDifferentlyIsRefusedAndTheConnectionClosed(String request) {
        try (var connection = new TestConnection(HELLO, ECHO)) {
            var answer = connection.send(request + lines("GET /hello HTTP/1.1", "Host: a", "", ""));

            assertThat(status(answer)).isEqualTo(400);
            assertThat(answer).doesNotContain(lines("", "", "hi")).doesNotContain("Exception");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "/hello?x=%zz", "/hello#there", "ftp://a/hello"})
    void targetThatIsNoPathIsRefusedAndTheConnectionKept(String target) {
        try (var connection = new TestConnection(HELLO)) {
            var answer = connection.send(lines("GET " + target + " HTTP/1.1", "Host: a", "", ""));

            assertThat(status(answer)).isEqualTo(400);
            assertThat(connection.isOpen()).isTrue();
        }
    }

    @Test
    void longRequestLineIsTooLongAnUrl() {
        try (var connection = new TestConnection(HELLO)) {
            var answer =
                    connection.send("GET /x".repeat(9_000) + lines(" HTTP/1.1", "Host: a", "", ""));

            assertThat(answer)
                    .startsWith("HTTP/1.1 414 ")
                    .contains("http.url-too-long", "Connection: close");
        }
    }

    @Test
    void manyHeadersAreTooLarge() {
        try (var connection = new TestConnection(HELLO)) {
            var answer =
                    connection.send(
                            lines("GET /hello HTTP/1.1", "Host: a", "")
                                    + lines("X-A: 0123456789", "").repeat(3_000)
                                    + lines("", ""));

            assertThat(answer).startsWith("HTTP/1.1 431 ").contains("http.headers-too-large");
        }
    }

    @Test
    void slowHeaderEndsTheConnection() {
        try (var connection = new TestConnection(HELLO)) {
            connection.send(lines("GET /hello HTTP/1.1", ""));
            for (int second = 0; second < 15 && connection.isOpen(); second++) {
                connection.send("X");
                connection.advance(Duration.ofSeconds(1));
            }

            assertThat(connection.isOpen()).isFalse();
        }
    }

    @Test
    void idleConnectionIsKeptForTwoMinutes() {
        try (var connection = new TestConnection(HELLO)) {
            connection.send(lines("GET /hello HTTP/1.1", "Host: a", "", ""));

            connection.advance(Duration.ofSeconds(110));
            boolean openBefore = connection.isOpen();
            connection.advance(Duration.ofSeconds(15));

            assertThat(openBefore).isTrue();
            assertThat(connection.isOpen()).isFalse();
        }
    }

    @Test
    void stalledBodyIsAnswered408() {
        try (var connection = new TestConnection(ECHO)) {
            connection.send(lines("POST /echo HTTP/1.1", "Host: a", "Content-Length: 5", "", "he"));

            var answer = connection.advance(Duration.ofSeconds(33));

            assertThat(answer).startsWith("HTTP/1.1 408 ").contains("http.timeout");
        }
    }

    @Test
    void bodyThatTricklesIsAnswered408AlthoughItNeverPauses() {
        var large =
                Route.post(
                        "/large",
                        Access.everybody(),
                        1 << 20,
                        _ -> completedFuture(Response.empty(200)),
                        DOC);
        try (var connection = new TestConnection(large)) {
            connection.send(
                    lines("POST /large HTTP/1.1", "Host: a", "Content-Length: 100000", "", ""));
            var answer = new StringBuilder();
            for (int second = 0; second < 40 && answer.isEmpty(); second++) {
                answer.append(connection.send("x"));
                answer.append(connection.advance(Duration.ofSeconds(1)));
            }

            assertThat(answer.toString()).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void slowHandlerIsNotTimedOut() {
        var slow = new TestConnection.ByHand();
        try (var connection =
                new TestConnection(Route.get("/slow", Access.everybody(), slow, DOC))) {
            connection.send(lines("GET /slow HTTP/1.1", "Host: a", "", ""));
            connection.advance(Duration.ofMinutes(5));

            Objects.requireNonNull(slow.next()).complete(Response.text(200, "done"));

            assertThat(connection.written()).endsWith("done");
        }
    }

    @Test
    void halfClosedClientGetsItsAnswerBeforeTheConnectionCloses() {
        var slow = new TestConnection.ByHand();
        try (var connection =
                new TestConnection(Route.get("/slow", Access.everybody(), slow, DOC))) {
            connection.send(lines("GET /slow HTTP/1.1", "Host: a", "", ""));
            connection
                    .channel
                    .pipeline()
                    .fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
            boolean openMeanwhile = connection.isOpen();

            Objects.requireNonNull(slow.next()).complete(Response.text(200, "done"));
            var answer = connection.written();

            assertThat(openMeanwhile).isTrue();
            assertThat(answer).endsWith("done").contains("Connection: close");
            assertThat(connection.isOpen()).isFalse();
        }
    }

    @Test
    void halfClosedClientWithoutRequestIsClosed() {
        try (var connection = new TestConnection(HELLO)) {
            connection.send(lines("GET /hello HTTP/1.1", "Host: a", "", ""));

            connection
                    .channel
                    .pipeline()
                    .fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);

            assertThat(connection.isOpen()).isFalse();
        }
    }

    @Test
    void answerAfterTheClientLeftIsDropped() {
        var slow = new TestConnection.ByHand();
        try (var connection =
                new TestConnection(Route.get("/slow", Access.everybody(), slow, DOC))) {
            connection.send(
                    lines(
                            "GET /slow HTTP/1.1",
                            "Host: a",
                            "",
                            "GET /slow HTTP/1.1",
                            "Host: a",
                            "",
                            ""));
            connection.channel.close();

            Objects.requireNonNull(slow.next()).complete(Response.text(200, "late"));

            assertThat(connection.written()).isEmpty();
        }
    }

    @Test
    void blockingHandlerRunsElsewhereAndItsAnswerComesBack() {
        try (var connection = new TestConnection(HELLO.blocking())) {
            var early = connection.send(lines("GET /hello HTTP/1.1", "Host: a", "", ""));
            connection.runVirtualThread();

            assertThat(early).isEmpty();
            assertThat(connection.written()).endsWith("hi");
        }
    }

    @Test
    void largeBodyLeavesTheLoopAndASmallOneStays() {
        var route =
                Route.post(
                                "/push",
                                Access.everybody(),
                                1 << 20,
                                _ -> completedFuture(Response.empty(200)),
                                DOC)
                        .running(Execution.SMALL_ON_LOOP);
        try (var connection = new TestConnection(route)) {
            var small =
                    connection.send(
                            lines("POST /push HTTP/1.1", "Host: a", "Content-Length: 1", "", "x"));
            var large =
                    connection.send(
                            lines(
                                            "POST /push HTTP/1.1",
                                            "Host: a",
                                            "Content-Length: 20000",
                                            "",
                                            "x")
                                    .repeat(20_000));

            assertThat(small).startsWith("HTTP/1.1 200");
            assertThat(large).isEmpty();
            assertThat(connection.virtualThreads).hasSize(1);
        }
    }

    @Test
    void exceptionBecomesInternalWithAReferenceAndNoTrace() {
        var broken =
                Route.get(
                        "/broken",
                        Access.everybody(),
                        _ -> {
                            throw new IllegalStateException("secret");
                        },
                        DOC);
        try (var connection = new TestConnection(broken)) {
            var answer = connection.send(lines("GET /broken HTTP/1.1", "Host: a", "", ""));

            assertThat(answer)
                    .startsWith("HTTP/1.1 500 ")
                    .contains("reference")
                    .doesNotContain("secret", "at dev.");
            assertThat(connection.refusals)
                    .extracting(problem -> problem.type())
                    .containsExactly(ProblemType.INTERNAL);
        }
    }

    @Test
    void missingAndWrongCredentialsAndRolesAreRefusedBeforeTheBodyIsRead() {
        var admins =
                Route.post(
                        "/admin",
                        Access.role(Role.ADMIN),
                        10,
                        _ -> completedFuture(Response.empty(200)),
                        DOC);
        var start = lines("POST /admin HTTP/1.1", "Host: a", "Content-Length: 5", "");
        for (var expected :
                List.of(
                        List.of("", "401", "auth.unauthorized"),
                        List.of(
                                lines("Authorization: Bearer nonsense", ""),
                                "401",
                                "auth.unauthorized"),
                        List.of(lines("Authorization: Bearer editor", ""), "403", "auth.forbidden"),
                        List.of(lines("Authorization: Bearer broken", ""), "500", "internal"))) {
            try (var connection = new TestConnection(admins)) {
                var answer = connection.send(start + expected.getFirst() + lines("", ""));

                assertThat(answer).contains("HTTP/1.1 " + expected.get(1), expected.get(2));
            }
        }
    }

    @Test
    void routeWithAnAuthenticatorOfItsOwnAsksItAlone() {
        var key =
                Access.checkedBy(
                        request ->
                                completedFuture(
                                        "open".equals(request.header().find("X-Key"))
                                                ? new AuthResult.SignedIn(
                                                        TestConnection.user(
                                                                Role.EDITOR, AuthKind.API_KEY))
                                                : new AuthResult.NoCredentials()),
                        Access.role(Role.EDITOR));
        var route =
                Route.post(
                        "/keyed",
                        key,
                        10,
                        request -> completedFuture(Response.text(200, request.user().login())),
                        DOC);
        var start = lines("POST /keyed HTTP/1.1", "Host: a", "Content-Length: 0", "");
        var foreign = lines("X-Key: open", "Origin: https://elsewhere.example", "");
        try (var connection = new TestConnection(route)) {
            var withKey = connection.send(start + foreign + lines("", ""));
            var withToken = connection.send(start + lines("Authorization: Bearer editor", "", ""));

            assertThat(withKey).startsWith("HTTP/1.1 200").endsWith("ada");
            assertThat(withToken).contains("HTTP/1.1 401");
        }
    }

    @Test
    void bodyWaitsWhileTheUserIsLookedUp() {
        var route =
                Route.post(
                        "/mine",
                        Access.signedIn(),
                        10,
                        request -> completedFuture(Response.of(200, "text/plain", request.body())),
                        DOC);
        try (var connection = new TestConnection(route)) {
            var early =
                    connection.send(
                            lines(
                                    "POST /mine HTTP/1.1",
                                    "Host: a",
                                    "Authorization: Bearer later",
                                    "Content-Length: 5",
                                    "",
                                    "hello"));
            connection.laterUser.complete(
                    new AuthResult.SignedIn(TestConnection.user(Role.VIEWER, AuthKind.TOKEN)));

            assertThat(early).isEmpty();
            assertThat(connection.written()).startsWith("HTTP/1.1 200").endsWith("hello");
        }
    }

    @Test
    void cookieWriteNeedsAnOriginOfOurs() {
        var route =
                Route.post(
                        "/write",
                        Access.signedIn(),
                        10,
                        _ -> completedFuture(Response.empty(200)),
                        DOC);
        var start =
                lines(
                        "POST /write HTTP/1.1",
                        "Host: dash.example:3000",
                        "Content-Length: 0",
                        "Cookie: a=b; session=admin",
                        "");
        try (var connection = new TestConnection(route)) {
            assertThat(status(connection.send(start + lines("", "")))).isEqualTo(403);
            assertThat(
                            status(
                                    connection.send(
                                            start + lines("Origin: https://evil.example", "", ""))))
                    .isEqualTo(403);
            assertThat(status(connection.send(start + lines("Origin: null", "", ""))))
                    .isEqualTo(403);
            assertThat(
                            status(
                                    connection.send(
                                            start
                                                    + lines(
                                                            "Origin: http://dash.example:3000",
                                                            "",
                                                            ""))))
                    .isEqualTo(200);
            assertThat(
                            status(
                                    connection.send(
                                            start + lines("Sec-Fetch-Site: same-origin", "", ""))))
                    .isEqualTo(200);
            assertThat(status(connection.send(start + lines("Sec-Fetch-Site: cross-site", "", ""))))
                    .isEqualTo(403);
        }
    }

    @Test
    void tokenWriteNeedsNoOrigin() {
        var route =
                Route.post(
                        "/write",
                        Access.signedIn(),
                        10,
                        _ -> completedFuture(Response.empty(200)),
                        DOC);
        try (var connection = new TestConnection(route)) {
            var answer =
                    connection.send(
                            lines(
                                    "POST /write HTTP/1.1",
                                    "Host: a",
                                    "Authorization: Bearer viewer",
                                    "Origin: https://other.example",
                                    "Content-Length: 0",
                                    "",
                                    ""));

            assertThat(status(answer)).isEqualTo(200);
        }
    }

    @Test
    void packedBodyIsUnpackedWhereTheRouteSaysSo() throws IOException {
        var route = ECHO.unpacking();
        try (var connection = new TestConnection(route)) {
            connection.sendBytes(packedRequest("hello".getBytes(StandardCharsets.UTF_8)));
            connection.runVirtualThread();

            assertThat(connection.written()).startsWith("HTTP/1.1 200").endsWith("hello");
        }
    }

    @Test
    void gzipBombIsRefused() throws IOException {
        var route =
                Route.post(
                                "/echo",
                                Access.everybody(),
                                100_000,
                                _ -> completedFuture(Response.empty(200)),
                                DOC)
                        .unpacking();
        try (var connection = new TestConnection(route)) {
            connection.sendBytes(packedRequest(new byte[10 << 20]));
            connection.runVirtualThread();

            assertThat(connection.written())
                    .startsWith("HTTP/1.1 413 ")
                    .contains("unpacks to more than");
        }
    }

    @Test
    void brokenGzipIsRefused() {
        try (var connection = new TestConnection(ECHO.unpacking())) {
            connection.send(
                    lines(
                            "POST /echo HTTP/1.1",
                            "Host: a",
                            "Content-Encoding: gzip",
                            "Content-Length: 5",
                            "",
                            "hello"));
            connection.runVirtualThread();

            assertThat(connection.written()).startsWith("HTTP/1.1 400 ").contains("push.bad-gzip");
        }
    }

    @Test
    void packedBodyIsRefusedElsewhere() {
        try (var connection = new TestConnection(ECHO)) {
            var answer =
                    connection.send(
                            lines(
                                    "POST /echo HTTP/1.1",
                                    "Host: a",
                                    "Content-Encoding: gzip",
                                    "Content-Length: 5",
                                    "",
                                    "hello"));

            assertThat(status(answer)).isEqualTo(415);
        }
    }

    @Test
    void socketWithoutUpgradeIsToldOfTheProxy() {
        var route = Route.upgrade("/ws", Access.signedIn(), _ -> {}, DOC);
        try (var connection = new TestConnection(route)) {
            var answer =
                    connection.send(
                            lines(
                                    "GET /ws HTTP/1.1",
                                    "Host: a",
                                    "Authorization: Bearer viewer",
                                    "",
                                    ""));

            assertThat(answer)
                    .startsWith("HTTP/1.1 426 ")
                    .contains("Upgrade: websocket", "X-Hint:", "proxy");
        }
    }

    @Test
    void socketFromAnotherOriginIsRefusedWithTheSetting() {
        var route = Route.upgrade("/ws", Access.signedIn(), _ -> {}, DOC);
        try (var connection = new TestConnection(route)) {
            var answer =
                    connection.send(
                            upgradeRequest(
                                    lines(
                                            "Authorization: Bearer viewer",
                                            "Origin: https://evil.example",
                                            "")));

            assertThat(answer)
                    .startsWith("HTTP/1.1 403 ")
                    .contains(
                            "https://evil.example",
                            "dash.example",
                            "allowed_origins",
                            "auth.origin");
        }
    }

    @Test
    void socketIsHandedOverWithItsUserAndWithoutOurHandler() {
        var users = new ArrayList<String>();
        var route =
                Route.upgrade(
                        "/ws",
                        Access.signedIn(),
                        socket ->
                                users.add(
                                        socket.user().login() + " " + socket.request().query("x")),
                        DOC);
        try (var connection = new TestConnection(route)) {
            connection.send(upgradeRequest(lines("Authorization: Bearer viewer", "")));

            assertThat(users).containsExactly("ada 1");
            assertThat(connection.channel.pipeline().get(HttpConnection.class)).isNull();
            assertThat(connection.isOpen()).isTrue();
        }
    }

    private static String upgradeRequest(String more) {
        return lines(
                        "GET /ws?x=1 HTTP/1.1",
                        "Host: dash.example",
                        "Upgrade: websocket",
                        "Connection: keep-alive, Upgrade",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                        "")
                + more
                + lines("", "");
    }

    private static byte[] packedRequest(byte[] body) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(body);
        }
        var request = new ByteArrayOutputStream();
        request.writeBytes(
                (lines(
                                        "POST /echo HTTP/1.1",
                                        "Host: a",
                                        "Content-Encoding: gzip",
                                        "Content-Length: ")
                                + packed.size()
                                + lines("", "", ""))
                        .getBytes(StandardCharsets.US_ASCII));
        packed.writeTo(request);
        return request.toByteArray();
    }
}
