package dev.freshet.server.apidoc;

import dev.freshet.server.http.Access;
import dev.freshet.server.http.Route;
import dev.freshet.server.http.RouteDoc;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes the OpenAPI 3.1 document of a route table.
final class OpenApi {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PROBLEM =
            """
            {"type":"object","required":["message","messageId","statusCode"],"properties":{
             "message":{"type":"string","description":"what happened and which value"},
             "messageId":{"type":"string","description":"names a page in docs/troubleshooting"},
             "statusCode":{"type":"integer"},
             "hint":{"type":"string","description":"what to do"}}}\
            """;

    private OpenApi() {}

    /// @param server the address that clients use, for example `http://localhost:3000/`
    static String write(List<Route> routes, String version, String server) {
        var root = JSON.createObjectNode();
        root.put("openapi", "3.1.0");
        root.putObject("info")
                .put("title", "Freshet")
                .put("version", version)
                .put(
                        "description",
                        "Real-time PUB/SUB for dashboards, compatible with Grafana Live.");
        root.putArray("servers").addObject().put("url", server);
        var paths = root.putObject("paths");
        routes.forEach(route -> describe(paths.withObjectProperty(path(route)), route));
        var components = root.putObject("components");
        components.putObject("schemas").set("Problem", JSON.readTree(PROBLEM));
        securitySchemes(components.putObject("securitySchemes"));
        return root.toPrettyString();
    }

    /// `/api/live/push/{streamId}` for `/api/live/push/:streamId`.
    static String path(Route route) {
        return Stream.of(route.template().split("/", -1))
                .map(OpenApi::segment)
                .collect(Collectors.joining("/"));
    }

    private static String segment(String segment) {
        return isParameter(segment) ? "{" + segment.substring(1) + "}" : segment;
    }

    private static boolean isParameter(String segment) {
        return segment.startsWith(":") || segment.startsWith("*");
    }

    private static void describe(ObjectNode path, Route route) {
        var doc = route.doc();
        var operation = path.putObject(route.method().toLowerCase(Locale.ROOT));
        operation.putArray("tags").add(doc.tag());
        operation.put("summary", doc.summary());
        operation.put("operationId", operationId(route));
        if (!doc.description().isEmpty()) {
            operation.put("description", doc.description());
        }
        parameters(operation, route);
        body(operation, doc);
        answers(operation, route);
        security(operation, route.access());
    }

    private static String operationId(Route route) {
        var words = route.template().replaceAll("[^A-Za-z0-9]+", "-");
        return route.method().toLowerCase(Locale.ROOT) + words;
    }

    private static void parameters(ObjectNode operation, Route route) {
        var described = operation.putArray("parameters");
        for (var segment : route.template().split("/", -1)) {
            if (isParameter(segment)) {
                var name = segment.substring(1);
                parameter(described.addObject(), name, "path", description(route.doc(), name))
                        .put("required", true);
            }
        }
        for (var given : route.doc().parameters()) {
            if (given.in() != RouteDoc.In.PATH) {
                var in = given.in().name().toLowerCase(Locale.ROOT);
                parameter(described.addObject(), given.name(), in, given.description());
            }
        }
    }

    private static String description(RouteDoc doc, String name) {
        return doc.parameters().stream()
                .filter(given -> given.in() == RouteDoc.In.PATH && given.name().equals(name))
                .map(RouteDoc.Parameter::description)
                .findFirst()
                .orElse("");
    }

    private static ObjectNode parameter(
            ObjectNode node, String name, String in, String description) {
        node.put("name", name).put("in", in).put("description", description);
        node.putObject("schema").put("type", "string");
        return node;
    }

    private static void body(ObjectNode operation, RouteDoc doc) {
        var body = doc.body();
        if (body != null) {
            var content =
                    operation.putObject("requestBody").put("required", true).putObject("content");
            var media = content.putObject(body.mediaType());
            schema(media, body.schema());
            if (!body.example().isEmpty()) {
                var text = body.mediaType().startsWith("application/json");
                media.set(
                        "example",
                        text ? JSON.readTree(body.example()) : JSON.valueToTree(body.example()));
            }
        }
    }

    private static void answers(ObjectNode operation, Route route) {
        var responses = operation.putObject("responses");
        for (var answer : route.doc().answers()) {
            var response = responses.putObject(Integer.toString(answer.status()));
            response.put("description", answer.description());
            if (!answer.mediaType().isEmpty()) {
                schema(
                        response.putObject("content").putObject(answer.mediaType()),
                        answer.schema());
            }
        }
        var refusal = responses.putObject("default").put("description", "A refusal");
        refusal.putObject("content")
                .putObject("application/json")
                .putObject("schema")
                .put("$ref", "#/components/schemas/Problem");
    }

    private static void schema(ObjectNode media, String schema) {
        if (!schema.isEmpty()) {
            media.set("schema", JSON.readTree(schema));
        }
    }

    private static void security(ObjectNode operation, Access access) {
        var security = operation.putArray("security");
        if (access instanceof Access.CheckedBy) {
            security.addObject().putArray("key");
        }
        if (!(access instanceof Access.Public)) {
            security.addObject().putArray("token");
            security.addObject().putArray("basic");
            security.addObject().putArray("session");
            operation.put("x-access", text(access));
        }
    }

    private static String text(Access access) {
        return switch (access) {
            case Access.Public() -> "everybody";
            case Access.SignedIn() -> "signed in";
            case Access.AtLeast(var least) -> "role " + least;
            case Access.Permission(String action) -> "permission " + action;
            case Access.CheckedBy(_, Access then) -> "key, or " + text(then) + " if allowed";
        };
    }

    private static void securitySchemes(ObjectNode schemes) {
        schemes.putObject("token").put("type", "http").put("scheme", "bearer");
        schemes.putObject("key").put("type", "apiKey").put("in", "header").put("name", "X-API-Key");
        schemes.putObject("basic").put("type", "http").put("scheme", "basic");
        schemes.putObject("session")
                .put("type", "apiKey")
                .put("in", "cookie")
                .put("name", "grafana_session");
    }
}
