package dev.freshet.server.plugin;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.freshet.plugins.BackendPlugin;
import dev.freshet.plugins.CallContext;
import dev.freshet.plugins.PluginHost;
import dev.freshet.plugins.PluginStatus;
import dev.freshet.plugins.ResourceRequest;
import dev.freshet.server.auth.Role;
import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.config.NearestName;
import dev.freshet.server.http.Access;
import dev.freshet.server.http.Handler;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `/api/datasources/uid/:uid/resources/…` and `/api/plugins/:id/resources/…`, Grafana's routes:
/// requests that plugins answer themselves, for Viewers. Blocks while they do.
public final class ResourceApi {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final String OF_DATA_SOURCE = "/api/datasources/uid/:uid/resources";
    private static final String OF_PLUGIN = "/api/plugins/:id/resources";

    /// A plugin takes 16 MiB; what people send to one is far less.
    private static final long BODY_LIMIT = 1 << 20;

    private static final RouteDoc OF_DATA_SOURCE_DOC =
            doc(
                    "Ask the plugin of a data source",
                    "The plugin answers, with its own status; it is told the data source's"
                            + " settings.");
    private static final RouteDoc OF_PLUGIN_DOC =
            doc("Ask a plugin", "The plugin answers, with its own status.");

    private final PluginHost host;
    private final DataSourceDirectory directory;
    private final LiveQueries queries;
    private final SourceTypes types;

    /// Serves them.
    ///
    /// @param queries what this server asks itself
    /// @param types what streams
    public ResourceApi(
            PluginHost host,
            DataSourceDirectory directory,
            LiveQueries queries,
            SourceTypes types) {
        this.host = host;
        this.types = types;
        this.directory = directory;
        this.queries = queries;
    }

    public List<Route> routes() {
        return METHODS.stream()
                .flatMap(method ->
                        Stream.of(
                                route(method, OF_DATA_SOURCE, this::ofDataSource),
                                route(method, OF_DATA_SOURCE + "/*path", this::ofDataSource),
                                route(method, OF_PLUGIN, this::ofPlugin),
                                route(method, OF_PLUGIN + "/*path", this::ofPlugin)))
                .toList();
    }

    private static Route route(String method, String template, Handler handler) {
        return Route.of(
                        method,
                        template,
                        Access.role(Role.VIEWER),
                        BODY_LIMIT,
                        handler,
                        template.startsWith(OF_PLUGIN) ? OF_PLUGIN_DOC : OF_DATA_SOURCE_DOC)
                .blocking()
                .unpacking();
    }

    private static RouteDoc doc(String summary, String text) {
        return RouteDoc.of("plugins", summary)
                .text(text)
                .answer(200, "What the plugin answers")
                .answer(404, "There is none, or the plugin says so", "application/json", "")
                .answer(503, "The plugin does not answer", "application/json", "");
    }

    private CompletionStage<Response> ofDataSource(Request request) {
        var uid = request.parameter("uid");
        var org = request.user().orgId();
        var found = directory.find(org, uid);
        return completedFuture(
                found.isEmpty()
                        ? Response.problem(
                                DataSourceScope.absent(directory, org, uid, request.user().role()))
                        : host.plugin(found.get().type())
                                .map(plugin -> call(plugin, found.get(), request, 7))
                                .orElseGet(() -> Response.problem(without(found.get()))));
    }

    private CompletionStage<Response> ofPlugin(Request request) {
        var id = request.parameter("id");
        return completedFuture(
                host.plugin(id)
                        .map(plugin -> call(plugin, null, request, 6))
                        .orElseGet(() -> Response.problem(missing(id, request.user()))));
    }

    /// @param segments of the URL before the plugin's own path, the empty first one included
    private static Response call(
            BackendPlugin plugin, @Nullable DataSource dataSource, Request request, int segments) {
        var path = request.hasParameter("path") ? request.parameter("path") : "";
        if (Arrays.asList(path.split("/", -1)).contains("..")) {
            return Response.problem(
                    Problem.of(
                            ProblemType.BAD_REQUEST,
                            "The path of a resource has the segment \"..\".",
                            "Write the path without it."));
        }
        var user = request.user();
        var context = new CallContext(user.orgId(), SourceUser.of(user), dataSource, Map.of());
        var asked =
                new ResourceRequest(
                        request.method(),
                        path,
                        url(request, segments),
                        ResourceHeaders.forPlugin(request::header),
                        request.body());
        try {
            return ResourceHeaders.response(plugin.id(), plugin.callResource(context, asked));
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

    /// The plugin's part of the path as it was sent, and the query.
    private static String url(Request request, int segments) {
        var parts = request.path().split("/", segments);
        var path = parts.length == segments ? parts[segments - 1] : "";
        return request.rawQuery().isEmpty() ? path : path + "?" + request.rawQuery();
    }

    private Problem without(DataSource dataSource) {
        if (queries.types().contains(dataSource.type())) {
            return without(
                    dataSource,
                    "is asked by this server itself and has no resources",
                    "Ask it with POST /api/ds/query.");
        }
        return switch (types.find(dataSource.type())) {
            case SourceTypes.Found.Here _ ->
                    without(
                            dataSource,
                            "runs inside this server and has no resources",
                            "Subscribe to its channels, ds/%s/<path>.".formatted(dataSource.uid()));
            case SourceTypes.Found.Unable(Problem problem) -> problem;
            case SourceTypes.Found.Missing() -> DataSourceScope.missing(dataSource);
        };
    }

    private static Problem without(DataSource dataSource, String why, String hint) {
        return Problem.of(
                ProblemType.ROUTE_NOT_FOUND,
                "Data source \"%s\" (%s) %s.".formatted(dataSource.name(), dataSource.type(), why),
                hint);
    }

    /// Only Admins may list plugins, so only they are told of others.
    private Problem missing(String id, SignedInUser user) {
        var ids =
                user.is(Role.ADMIN)
                        ? host.plugins().stream().map(PluginStatus::id).toList()
                        : List.<String>of();
        return Problem.of(
                ProblemType.PLUGIN_MISSING,
                "There is no plugin \"" + shown(id) + "\" with a program.",
                NearestName.to(id, ids)
                        .map(near -> "Did you mean " + near + "?")
                        .orElse("GET /api/plugins shows Admins all that there are."));
    }

    private static String shown(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }
}
