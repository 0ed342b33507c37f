package dev.freshet.server.apidoc;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.auth.AuthResult;
import dev.freshet.server.auth.Role;
import dev.freshet.server.http.Access;
import dev.freshet.server.http.Request;
import dev.freshet.server.http.Response;
import dev.freshet.server.http.Route;
import dev.freshet.server.http.RouteDoc;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ApiDocsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<Route> routes =
            new ApiDocs("1.2.3", URI.create("https://dash.example/grafana/"))
                    .with(
                            List.of(
                                    Route.post(
                                            "/api/things/:name/*rest",
                                            Access.role(Role.EDITOR),
                                            100,
                                            _ -> completedFuture(Response.empty(200)),
                                            RouteDoc.of("things", "Make a thing")
                                                    .path("name", "its name")
                                                    .query("force", "even if it exists")
                                                    .body(
                                                            "application/json",
                                                            "{\"type\":\"object\"}",
                                                            "{\"a\":1}")
                                                    .answer(200, "Made"))));

    private JsonNode document(String path) {
        for (var route : routes) {
            if (route.template().equals(path)
                    && route.action() instanceof Route.Action.Handle handle) {
                var request =
                        new Request(
                                "GET",
                                path,
                                Map.of(),
                                _ -> null,
                                _ -> null,
                                new InetSocketAddress(1),
                                null,
                                new byte[0]);
                return JSON.readTree(
                        handle.handler().handle(request).toCompletableFuture().join().body());
            }
        }
        throw new AssertionError("no route " + path);
    }

    @Test
    void everyRouteIsInTheDocumentWithItsParameters() {
        var openApi = document("/api/openapi.json");

        assertThat(openApi.get("openapi").stringValue()).isEqualTo("3.1.0");
        assertThat(openApi.at("/servers/0/url").stringValue())
                .isEqualTo("https://dash.example/grafana/");
        for (var route : routes) {
            var operation =
                    openApi.get("paths")
                            .get(OpenApi.path(route))
                            .get(route.method().toLowerCase(java.util.Locale.ROOT));
            assertThat(operation.get("summary").stringValue()).isEqualTo(route.doc().summary());
        }
        var post = openApi.get("paths").get("/api/things/{name}/{rest}").get("post");
        assertThat(
                        post.get("parameters")
                                .valueStream()
                                .map(parameter ->
                                        parameter.get("in").stringValue()
                                                + " "
                                                + parameter.get("name").stringValue()))
                .containsExactly("path name", "path rest", "query force");
        assertThat(post.at("/requestBody/content/application~1json/example/a").intValue())
                .isEqualTo(1);
        assertThat(post.get("security")).hasSize(3);
        assertThat(post.get("x-access").stringValue()).isEqualTo("role EDITOR");
        assertThat(
                        post.at("/responses/default/content/application~1json/schema/$ref")
                                .stringValue())
                .isEqualTo("#/components/schemas/Problem");
    }

    @Test
    void routeWithAKeyOfItsOwnSaysSo() {
        var route =
                Route.post(
                        "/api/secret",
                        Access.checkedBy(
                                _ -> completedFuture(new AuthResult.NoCredentials()),
                                Access.role(Role.ADMIN)),
                        100,
                        _ -> completedFuture(Response.empty(200)),
                        RouteDoc.of("things", "Do it").answer(200, "Done"));
        var document = JSON.readTree(OpenApi.write(List.of(route), "1", "/"));

        var post = document.at("/paths/~1api~1secret/post");

        assertThat(post.at("/security/0").has("key")).isTrue();
        assertThat(post.get("x-access").stringValue()).isEqualTo("key, or role ADMIN if allowed");
        assertThat(document.at("/components/securitySchemes/key/name").stringValue())
                .isEqualTo("X-API-Key");
    }

    @Test
    void socketDocumentNamesThisServerAndResolvesItsReferences() {
        var asyncApi = document("/api/asyncapi.json");

        assertThat(asyncApi.get("asyncapi").stringValue()).isEqualTo("3.0.0");
        assertThat(asyncApi.at("/servers/this/host").stringValue()).isEqualTo("dash.example");
        assertThat(asyncApi.at("/servers/this/pathname").stringValue()).isEqualTo("/grafana");
        assertThat(asyncApi.at("/servers/this/protocol").stringValue()).isEqualTo("wss");
        for (var reference : asyncApi.findValues("$ref")) {
            assertThat(asyncApi.at(reference.stringValue().substring(1)).isMissingNode())
                    .as(reference.stringValue())
                    .isFalse();
        }
    }
}
