package dev.freshet.server.datasource;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.freshet.server.auth.Role;
import dev.freshet.server.http.Access;
import dev.freshet.server.http.Handler;
import dev.freshet.server.http.Request;
import dev.freshet.server.http.Response;
import dev.freshet.server.http.Route;
import dev.freshet.server.http.RouteDoc;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// `/api/datasources…` as Grafana has it, for Admins, of the caller's organisation.
public final class DataSourceApi {
    private static final Access ADMINS = Access.role(Role.ADMIN);
    private static final long BODY_LIMIT = 1 << 20;
    private static final String JSON = "application/json";
    private static final String OBJECT = "{\"type\":\"object\"}";
    private static final String BODY =
            """
            {"type":"object","required":["name","type"],"properties":{
            "name":{"type":"string"},"type":{"type":"string"},"uid":{"type":"string"},"access":{"type":"string"},
            "url":{"type":"string"},"user":{"type":"string"},"database":{"type":"string"},"basicAuth":{"type":"boolean"},
            "basicAuthUser":{"type":"string"},"withCredentials":{"type":"boolean"},"isDefault":{"type":"boolean"},
            "jsonData":{"type":"object"},"secureJsonData":{"type":"object"},"streams":{"type":"array"},
            "version":{"type":"integer"}}}\
            """;
    private static final String EXAMPLE =
            "{\"name\":\"Prometheus\",\"type\":\"prometheus\",\"url\":\"http://localhost:9090\"}";

    private static final RouteDoc ALL =
            doc("All data sources of the organisation")
                    .answer(200, "By name", JSON, "{\"type\":\"array\"}");
    private static final RouteDoc ONE =
            absent(doc("One data source"))
                    .path("uid", "as in channels, ds/<uid>/…")
                    .answer(
                            200,
                            "Its settings; secureJsonFields says which secrets it has, streams its"
                                    + " named streams when there are some",
                            JSON,
                            OBJECT);
    private static final RouteDoc NAMED =
            absent(doc("The data source of a name")).answer(200, "Its settings", JSON, OBJECT);
    private static final RouteDoc ID =
            absent(doc("The number of the data source of a name"))
                    .answer(200, "Its id", JSON, OBJECT);
    private static final RouteDoc CREATE =
            refusable(doc("Make a data source"))
                    .text("Beyond Grafana's members, streams are its named streams.")
                    .body(JSON, BODY, EXAMPLE)
                    .answer(200, "It was made", JSON, OBJECT)
                    .answer(409, "The name or the uid is taken", JSON, OBJECT);
    private static final RouteDoc UPDATE =
            readOnly(absent(refusable(doc("Change a data source"))))
                    .text(
                            "Members that are not given get their defaults, but secrets, streams"
                                    + " and the uid stay as they are; a secret that is \"\" goes.")
                    .body(JSON, BODY, EXAMPLE)
                    .answer(200, "It was changed; its streams begin anew", JSON, OBJECT)
                    .answer(
                            409,
                            "The name or the uid is taken, or the version is an old one",
                            JSON,
                            OBJECT);
    private static final RouteDoc DELETE =
            readOnly(absent(doc("Delete a data source")))
                    .answer(200, "It was deleted; its streams end", JSON, OBJECT);

    private final DataSources sources;
    private final DataSourceChanges changes;

    /// @param random makes uids
    public DataSourceApi(DataSources sources, RandomGenerator random) {
        this.sources = sources;
        this.changes = new DataSourceChanges(sources, random);
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/api/datasources", ADMINS, this::all, ALL),
                Route.get("/api/datasources/uid/:uid", ADMINS, this::one, ONE),
                Route.get("/api/datasources/name/:name", ADMINS, this::named, NAMED),
                Route.get("/api/datasources/id/:name", ADMINS, this::id, ID),
                Route.post("/api/datasources", ADMINS, BODY_LIMIT, changes::create, CREATE),
                Route.of(
                        "PUT",
                        "/api/datasources/uid/:uid",
                        ADMINS,
                        BODY_LIMIT,
                        changes::update,
                        UPDATE),
                delete("/api/datasources/uid/:uid", changes::deleteByUid),
                delete("/api/datasources/name/:name", changes::deleteByName));
    }

    private static Route delete(String template, Handler handler) {
        return Route.of("DELETE", template, ADMINS, Route.NO_BODY, handler, DELETE);
    }

    private CompletionStage<Response> all(Request request) {
        return completedFuture(
                Response.json(200, DataSourceJson.all(sources.stored(request.user().orgId()))));
    }

    private CompletionStage<Response> one(Request request) {
        long org = request.user().orgId();
        var uid = request.parameter("uid");
        return completedFuture(
                sources.stored(org, uid)
                        .map(stored -> Response.json(200, DataSourceJson.one(stored)))
                        .orElseGet(() ->
                                Response.problem(DataSourceProblems.noUid(sources, org, uid))));
    }

    private CompletionStage<Response> named(Request request) {
        return named(request, DataSourceJson::one);
    }

    private CompletionStage<Response> id(Request request) {
        return named(request, stored -> DataSourceJson.id(stored.source().id()));
    }

    private CompletionStage<Response> named(
            Request request, Function<StoredDataSource, byte[]> json) {
        long org = request.user().orgId();
        var name = request.parameter("name");
        return completedFuture(
                sources.named(org, name)
                        .map(stored -> Response.json(200, json.apply(stored)))
                        .orElseGet(() ->
                                Response.problem(DataSourceProblems.noName(sources, org, name))));
    }

    private static RouteDoc doc(String summary) {
        return RouteDoc.of("data sources", summary);
    }

    private static RouteDoc absent(RouteDoc doc) {
        return doc.answer(404, "There is none", JSON, OBJECT);
    }

    private static RouteDoc readOnly(RouteDoc doc) {
        return doc.answer(403, "It comes from a provisioning file", JSON, OBJECT);
    }

    private static RouteDoc refusable(RouteDoc doc) {
        return doc.answer(400, "Members are wrong; the message names them", JSON, OBJECT);
    }
}
