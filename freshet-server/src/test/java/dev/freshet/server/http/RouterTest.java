package dev.freshet.server.http;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouterTest {
    private static final RouteDoc DOC = RouteDoc.of("test", "test").answer(200, "ok");

    private final Router router =
            new Router(
                    "/grafana/",
                    List.of(
                            route("GET", "/api/live/list"),
                            route("POST", "/api/live/push/:streamId"),
                            route("GET", "/api/live/push/:streamId"),
                            route("POST", "/api/live/push/:streamId/write"),
                            route("GET", "/api/live/info/*channel"),
                            route("POST", "/login")),
                    route("GET", "/*path"));

    private static Route route(String method, String template) {
        Handler handler = _ -> completedFuture(Response.empty(200));
        return new Route(
                method,
                template,
                Access.everybody(),
                Route.NO_BODY,
                new Route.Action.Handle(handler, Execution.LOOP, false),
                DOC);
    }

    private String found(String method, String path) {
        return switch (router.match(method, path)) {
            case RouteMatch.Found(Route route, Map<String, String> parameters) ->
                    route.template() + " " + parameters;
            case RouteMatch.OtherMethod(String allow) -> "other method: " + allow;
            case RouteMatch.Nothing() -> "nothing";
        };
    }

    @Test
    void fixedPathIsFound() {
        assertThat(found("GET", "/api/live/list")).isEqualTo("/api/live/list {}");
        assertThat(found("HEAD", "/api/live/list")).isEqualTo("/api/live/list {}");
    }

    @Test
    void parameterTakesOneSegmentAndTheRestTakesAll() {
        assertThat(found("POST", "/api/live/push/telegraf"))
                .isEqualTo("/api/live/push/:streamId {streamId=telegraf}");
        assertThat(found("POST", "/api/live/push/telegraf/write"))
                .isEqualTo("/api/live/push/:streamId/write {streamId=telegraf}");
        assertThat(found("GET", "/api/live/info/stream/a//b/"))
                .isEqualTo("/api/live/info/*channel {channel=stream/a//b/}");
    }

    @Test
    void emptySegmentIsNoParameter() {
        assertThat(found("POST", "/api/live/push/")).isEqualTo("nothing");
    }

    @Test
    void otherMethodsAreListed() {
        assertThat(found("PUT", "/api/live/push/a"))
                .isEqualTo("other method: POST, GET, HEAD, OPTIONS");
        assertThat(found("GET", "/api/live/push/a/write")).isEqualTo("other method: POST, OPTIONS");
    }

    @Test
    void fallbackTakesReadsOutsideTheApiOnly() {
        assertThat(found("GET", "/login")).startsWith("/*path");
        assertThat(found("GET", "/channels/stream/a/b")).startsWith("/*path");
        assertThat(found("GET", "/api/nothing")).isEqualTo("nothing");
        assertThat(found("PUT", "/channels")).isEqualTo("nothing");
    }

    @Test
    void subPathIsStrippedAndMayBeMissing() {
        assertThat(router.withoutSubPath("/grafana/api/live/list")).isEqualTo("/api/live/list");
        assertThat(router.withoutSubPath("/grafana")).isEqualTo("/");
        assertThat(router.withoutSubPath("/grafana/")).isEqualTo("/");
        assertThat(router.withoutSubPath("/grafanax/a")).isEqualTo("/grafanax/a");
        assertThat(router.withoutSubPath("/api/live/list")).isEqualTo("/api/live/list");
    }

    @Test
    void sameRouteTwiceIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Router("", List.of(route("GET", "/a/:b"), route("GET", "/a/:c")), null))
                .withMessageContaining("is there twice");
    }
}
