package dev.freshet.server.datasource;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.freshet.server.auth.Role;
import dev.freshet.server.http.Access;
import dev.freshet.server.http.Request;
import dev.freshet.server.http.Response;
import dev.freshet.server.http.Route;
import dev.freshet.server.http.RouteDoc;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// `GET /api/datasources` and `GET /api/datasources/uid/:uid` as Grafana answers them, for Admins,
/// of the caller's organisation. Secrets are named and never told.
public final class DataSourceApi {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int LONGEST_SHOWN = 40;

    private static final RouteDoc ALL =
            RouteDoc.of("data sources", "All data sources of the organisation")
                    .answer(200, "By name", "application/json", "{\"type\":\"array\"}");
    private static final RouteDoc ONE =
            RouteDoc.of("data sources", "One data source")
                    .path("uid", "as in channels, ds/<uid>/…")
                    .answer(
                            200,
                            "Its settings; secureJsonFields says which secrets it has, streams its"
                                    + " named streams when there are some",
                            "application/json",
                            "{\"type\":\"object\"}")
                    .answer(404, "There is none", "application/json", "{\"type\":\"object\"}");

    private final DataSources sources;

    public DataSourceApi(DataSources sources) {
        this.sources = sources;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/api/datasources", Access.role(Role.ADMIN), this::all, ALL),
                Route.get("/api/datasources/uid/:uid", Access.role(Role.ADMIN), this::one, ONE));
    }

    private CompletionStage<Response> all(Request request) {
        var bytes = new ByteArrayOutputStream(1024);
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartArray();
            sources.stored(request.user().orgId()).forEach(stored -> write(json, stored));
            json.writeEndArray();
        }
        return completedFuture(Response.json(200, bytes.toByteArray()));
    }

    private CompletionStage<Response> one(Request request) {
        long org = request.user().orgId();
        var uid = request.parameter("uid");
        return completedFuture(
                sources.stored(org, uid)
                        .map(DataSourceApi::answer)
                        .orElseGet(() -> Response.problem(notFound(org, uid))));
    }

    private static Response answer(StoredDataSource stored) {
        var bytes = new ByteArrayOutputStream(512);
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            write(json, stored);
        }
        return Response.json(200, bytes.toByteArray());
    }

    private static void write(JsonGenerator json, StoredDataSource stored) {
        var source = stored.source();
        json.writeStartObject();
        json.writeNumberProperty("id", source.id());
        json.writeStringProperty("uid", source.uid());
        json.writeNumberProperty("orgId", stored.orgId());
        json.writeStringProperty("name", source.name());
        json.writeStringProperty("type", source.type());
        json.writeStringProperty("typeName", source.type());
        json.writeStringProperty("access", stored.access());
        json.writeStringProperty("url", source.url());
        json.writeStringProperty("user", source.user());
        json.writeStringProperty("database", source.database());
        json.writeBooleanProperty("basicAuth", source.basicAuth());
        json.writeStringProperty("basicAuthUser", source.basicAuthUser());
        json.writeBooleanProperty("withCredentials", stored.withCredentials());
        json.writeBooleanProperty("isDefault", stored.isDefault());
        json.writeName("jsonData");
        json.writeRawValue(source.jsonData().toString());
        json.writeName("secureJsonFields");
        json.writeStartObject();
        for (var name : new TreeSet<>(stored.secretNames())) {
            json.writeBooleanProperty(name, true);
        }
        json.writeEndObject();
        json.writeBooleanProperty("readOnly", stored.readOnly());
        if (!stored.streams().isEmpty()) {
            json.writeName("streams");
            json.writeStartArray();
            stored.streams().forEach(one -> NamedStreamJson.write(json, one, source.uid()));
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private Problem notFound(long org, String uid) {
        var shown = uid.length() > LONGEST_SHOWN ? uid.substring(0, LONGEST_SHOWN) + "…" : uid;
        var help =
                sources.renamed(org, uid)
                        .map(renamed ->
                                "Its uid is " + renamed.uid() + " since " + renamed.at() + ".")
                        .or(() ->
                                sources.nearest(org, uid).map(near -> "Did you mean " + near + "?"))
                        .orElse("GET /api/datasources shows all of your organisation.");
        return Problem.of(
                ProblemType.DATASOURCE_NOT_FOUND,
                "There is no data source with the uid \"" + shown + "\".",
                help);
    }
}
