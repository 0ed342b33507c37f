package dev.freshet.server.http;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

class HttpConnectionFuzzTest {
    private static final RouteDoc DOC = RouteDoc.of("test", "test").answer(200, "ok");
    private static final Route ECHO =
            Route.post(
                    "/echo/:name",
                    Access.everybody(),
                    1_000,
                    request -> completedFuture(Response.of(200, "text/plain", request.body())),
                    DOC);

    /// Whatever comes in whatever pieces: what goes out is HTTP, nothing unexpected happens, and
    /// the handler never sees more than its limit.
    @FuzzTest
    void answersAreAlwaysHttpAndNeverInternal(FuzzedDataProvider data) {
        try (var connection = new TestConnection(ECHO)) {
            var written = new StringBuilder();
            while (data.remainingBytes() > 0 && connection.isOpen()) {
                written.append(connection.sendBytes(data.consumeBytes(data.consumeInt(1, 200))));
            }

            assertThat(connection.refusals).noneMatch(problem -> problem.type().status() == 500);
            if (!written.isEmpty()) {
                assertThat(written.toString()).startsWith("HTTP/1.1 ");
            }
        }
    }
}
