package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.server.http.Access;
import dev.freshet.server.http.Handler;
import dev.freshet.server.http.Request;
import dev.freshet.server.http.Response;
import dev.freshet.server.http.Route;
import dev.freshet.server.http.RouteDoc;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class InFlightTest {
    private static final Duration NO_TIME = Duration.ZERO;

    private final InFlight inFlight = new InFlight();

    @Test
    void aRequestCountsUntilItsAnswerIsThere() {
        var answer = new CompletableFuture<Response>();
        counted(_ -> answer).handle(request());

        assertThat(inFlight.awaitNone(NO_TIME)).isFalse();
        answer.complete(Response.empty(200));

        assertThat(inFlight.awaitNone(NO_TIME)).isTrue();
    }

    @Test
    void anAnswerAtOnceAFailureAndAnExceptionDoNotStayCounted() {
        counted(_ -> CompletableFuture.completedFuture(Response.empty(200))).handle(request());
        counted(_ -> CompletableFuture.failedFuture(new IllegalStateException())).handle(request());
        assertThatThrownBy(() ->
                        counted(
                                        _ -> {
                                            throw new IllegalStateException("broken");
                                        })
                                .handle(request()))
                .isInstanceOf(IllegalStateException.class);

        assertThat(inFlight.awaitNone(NO_TIME)).isTrue();
    }

    private Handler counted(Handler handler) {
        var route =
                inFlight.counted(
                        Route.get("/x", Access.everybody(), handler, RouteDoc.of("x", "x")));
        return ((Route.Action.Handle) route.action()).handler();
    }

    private static Request request() {
        return new Request(
                "GET",
                "/x",
                Map.of(),
                _ -> null,
                _ -> null,
                new InetSocketAddress(0),
                null,
                new byte[0]);
    }
}
