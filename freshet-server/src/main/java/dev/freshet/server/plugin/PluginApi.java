package dev.freshet.server.plugin;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.freshet.plugins.CallContext;
import dev.freshet.plugins.HealthReply;
import dev.freshet.plugins.PluginHost;
import dev.freshet.server.auth.Role;
import dev.freshet.server.http.Access;
import dev.freshet.server.http.Request;
import dev.freshet.server.http.Response;
import dev.freshet.server.http.Route;
import dev.freshet.server.http.RouteDoc;
import dev.freshet.server.pluginstream.DataSourceDirectory;
import dev.freshet.server.pluginstream.DataSourceScope;
import dev.freshet.server.pluginstream.SourceTypes;
import dev.freshet.server.pluginstream.SourceUser;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.polling.LiveQueries;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/// `GET /api/plugins` and `GET /api/datasources/uid/:uid/health`, Grafana's routes.
public final class PluginApi {
    private static final RouteDoc PLUGINS =
            RouteDoc.of("plugins", "List the plugins that were found, and how each is doing")
                    .text("`reason` says why one does not run and what to do.")
                    .answer(200, "The plugins", "application/json", "{\"type\":\"array\"}");
    private static final RouteDoc HEALTH =
            RouteDoc.of("datasources", "Ask a data source whether it works")
                    .path("uid", "the data source's uid")
                    .answer(
                            200,
                            "It works",
                            "application/json",
                            "{\"type\":\"object\",\"properties\":{\"status\":{\"type\":\"string\"},\"message\":{\"type\":\"string\"}}}")
                    .answer(400, "It does not; `message` says why", "application/json", "");

    private final PluginHost host;
    private final JarSources jars;
    private final SourceTypes types;
    private final DataSourceDirectory directory;
    private final LiveQueries queries;

    /// @param types what serves a type that no plugin has
    public PluginApi(
            PluginHost host,
            JarSources jars,
            SourceTypes types,
            DataSourceDirectory directory,
            LiveQueries queries) {
        this.host = host;
        this.jars = jars;
        this.types = types;
        this.directory = directory;
        this.queries = queries;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/api/plugins", Access.role(Role.ADMIN), this::plugins, PLUGINS),
                Route.get(
                                "/api/datasources/uid/:uid/health",
                                Access.role(Role.EDITOR),
                                this::health,
                                HEALTH)
                        .blocking());
    }

    private CompletionStage<Response> plugins(Request request) {
        return completedFuture(Response.json(200, PluginJson.list(host.plugins(), jars.all())));
    }

    private CompletionStage<Response> health(Request request) {
        var uid = request.parameter("uid");
        var orgId = request.user().orgId();
        var found = directory.find(orgId, uid);
        return completedFuture(
                found.isEmpty()
                        ? Response.problem(
                                DataSourceScope.absent(
                                        directory, orgId, uid, request.user().role()))
                        : health(request, found.get()));
    }

    private Response health(Request request, DataSource dataSource) {
        try {
            var plugin = host.plugin(dataSource.type());
            if (plugin.isPresent()) {
                var reply =
                        plugin.get()
                                .checkHealth(
                                        new CallContext(
                                                request.user().orgId(),
                                                SourceUser.of(request.user()),
                                                dataSource,
                                                Map.of()));
                return answer(reply.status(), reply.message(), reply.jsonDetails());
            }
            return queries.types().contains(dataSource.type())
                    ? answer(HealthReply.Status.OK, queries.checkHealth(dataSource), "")
                    : withoutCall(dataSource);
        } catch (SourceException e) {
            return Response.problem(Problem.said(ProblemType.SOURCE_UNAVAILABLE, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Response.problem(
                    Problem.of(
                            ProblemType.SOURCE_UNAVAILABLE,
                            "The server is ending; nothing was asked.",
                            ""));
        }
    }

    private Response withoutCall(DataSource dataSource) {
        return switch (types.find(dataSource.type())) {
            case SourceTypes.Found.Here _ ->
                    answer(
                            HealthReply.Status.OK,
                            "\"" + dataSource.type() + "\" runs inside this server.",
                            "");
            case SourceTypes.Found.Unable(Problem problem) -> Response.problem(problem);
            case SourceTypes.Found.Missing() ->
                    Response.problem(DataSourceScope.missing(dataSource));
        };
    }

    private static Response answer(HealthReply.Status status, String message, String details) {
        return Response.json(
                status == HealthReply.Status.OK ? 200 : 400,
                PluginJson.health(status, message, details));
    }
}
