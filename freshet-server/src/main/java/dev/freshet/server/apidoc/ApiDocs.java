package dev.freshet.server.apidoc;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.freshet.server.http.Access;
import dev.freshet.server.http.Response;
import dev.freshet.server.http.Route;
import dev.freshet.server.http.RouteDoc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/// `GET /api/openapi.json` and `GET /api/asyncapi.json`.
public final class ApiDocs {
    private static final String ASYNC_TEMPLATE = "asyncapi.json";

    private final String version;
    private final URI rootUrl;
    private volatile byte[] openApi = {};

    /// @param rootUrl the address that clients use
    public ApiDocs(String version, URI rootUrl) {
        this.version = version;
        this.rootUrl = rootUrl;
    }

    /// `others` and the routes of the two documents, which describe all of them; written on first
    /// use.
    public List<Route> with(List<Route> others) {
        var all = new ArrayList<>(others);
        all.add(openApiOf(all));
        all.add(document("/api/asyncapi.json", "The socket as AsyncAPI 3", this::asyncApi));
        return List.copyOf(all);
    }

    /// `others` and the route of the document that describes them, where there is no socket.
    public List<Route> withOpenApi(List<Route> others) {
        var all = new ArrayList<>(others);
        all.add(openApiOf(all));
        return List.copyOf(all);
    }

    private Route openApiOf(List<Route> all) {
        return document("/api/openapi.json", "This API as OpenAPI 3.1", () -> openApi(all));
    }

    private static Route document(String path, String summary, Supplier<byte[]> json) {
        var doc =
                RouteDoc.of("documents", summary)
                        .answer(200, "The document", "application/json", "{\"type\":\"object\"}");
        return Route.get(
                        path,
                        Access.everybody(),
                        _ -> completedFuture(Response.json(200, json.get())),
                        doc)
                .blocking();
    }

    private byte[] openApi(List<Route> routes) {
        if (openApi.length == 0) {
            openApi =
                    OpenApi.write(routes, version, rootUrl.toString())
                            .getBytes(StandardCharsets.UTF_8);
        }
        return openApi;
    }

    private byte[] asyncApi() {
        try (var in = ApiDocs.class.getResourceAsStream(ASYNC_TEMPLATE)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${version}", version)
                    .replace("${protocol}", "https".equals(rootUrl.getScheme()) ? "wss" : "ws")
                    .replace("${host}", rootUrl.getRawAuthority())
                    .replace("${pathname}", rootUrl.getRawPath().replaceAll("/$", ""))
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
