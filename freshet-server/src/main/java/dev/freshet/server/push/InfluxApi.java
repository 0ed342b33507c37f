package dev.freshet.server.push;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.freshet.server.config.PushSettings;
import dev.freshet.server.http.Access;
import dev.freshet.server.http.Execution;
import dev.freshet.server.http.Handler;
import dev.freshet.server.http.Request;
import dev.freshet.server.http.Response;
import dev.freshet.server.http.Route;
import dev.freshet.server.http.RouteDoc;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// InfluxDB's write routes, so that any of its agents and client libraries can push.
///
/// Bucket or database is the stream id. The same routes stand under `/api/live/push/<id>/`, where
/// the path is the stream id: beside a Grafana only `/api/live/` arrives here. Good lines are
/// always kept; when some were bad the answer is 400 with InfluxDB's own body.
public final class InfluxApi {
    private final LinePush push;
    private final PushSettings settings;
    private final PushLog log;

    public InfluxApi(LinePush push, PushSettings settings, PushLog log) {
        this.push = push;
        this.settings = settings;
        this.log = log;
    }

    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (var prefix : List.of("", PushApi.PATH)) {
            routes.add(
                    write(
                            prefix + "/api/v2/write",
                            InfluxDialect.V2,
                            "bucket",
                            InfluxDocs.WRITE_2));
            routes.add(write(prefix + "/write", InfluxDialect.V1, "db", InfluxDocs.WRITE_1));
            routes.add(query("POST", prefix + "/query"));
            routes.add(query("GET", prefix + "/query"));
            routes.add(
                    Route.get(
                            prefix + "/ping",
                            Access.everybody(),
                            InfluxGreetings::ping,
                            InfluxDocs.PING));
            routes.add(
                    Route.get(
                            prefix + "/health",
                            Access.everybody(),
                            InfluxGreetings::health,
                            InfluxDocs.HEALTH));
        }
        return routes;
    }

    private Route write(String template, InfluxDialect dialect, String idParameter, RouteDoc doc) {
        Handler handler = request -> write(request, dialect, idParameter);
        return Route.post(
                        template,
                        Access.permission(PushApi.PERMISSION),
                        settings.maxBytes(),
                        handler,
                        doc)
                .running(Execution.SMALL_ON_LOOP)
                .unpacking();
    }

    private static Route query(String method, String template) {
        var action = new Route.Action.Handle(InfluxGreetings::query, Execution.LOOP, false);
        return new Route(
                method,
                template,
                Access.permission(PushApi.PERMISSION),
                Route.NO_BODY,
                action,
                InfluxDocs.QUERY);
    }

    private CompletionStage<Response> write(
            Request request, InfluxDialect dialect, String idParameter) {
        var streamId =
                request.hasParameter(PushParameters.STREAM_ID)
                        ? request.parameter(PushParameters.STREAM_ID)
                        : request.query(idParameter);
        var precisionName = request.query("precision");
        var precision = Precision.of(precisionName == null ? "" : precisionName);
        if (streamId == null) {
            return refused(
                    dialect,
                    bad("The parameter " + idParameter + " is missing; it is the stream id."));
        }
        if (precision.isEmpty()) {
            return refused(
                    dialect,
                    bad(
                            "The precision \""
                                    + PushRefusals.quote(String.valueOf(precisionName))
                                    + "\" is not known; it can be ns, us, ms, s, m or h."));
        }
        return switch (PushParameters.of(request, streamId, true)) {
            case PushParameters.Read.Wrong(Problem problem) -> refused(dialect, problem);
            case PushParameters.Read.Fine(PushParameters parameters) -> {
                var options =
                        push.options(parameters.format(), streamId)
                                .withPartial(true)
                                .withPrecision(precision.get());
                yield push.push(
                                request.user().orgId(),
                                streamId,
                                request.body(),
                                0,
                                request.body().length,
                                options)
                        .thenApply(taken -> answer(request, streamId, dialect, taken));
            }
        };
    }

    private Response answer(
            Request request, String streamId, InfluxDialect dialect, LinePush.Taken taken) {
        return switch (taken) {
            case LinePush.Taken.Stored stored when stored.lines().badLines() == 0 ->
                    Response.empty(204);
            case LinePush.Taken.Stored stored -> {
                PushApi.reportBadLines(log, request.user(), streamId, stored.lines());
                yield dialect.partialWrite(stored.lines());
            }
            case LinePush.Taken.Refused(LineError error) -> {
                log.badLine(
                        request.user(), streamId, error, "nothing from this request was stored");
                yield dialect.refused(PushRefusals.badLine(error));
            }
            case LinePush.Taken.NotStored(var reason) -> {
                var problem = PushRefusals.notStored(reason);
                log.notStored(request.user(), streamId, problem.message());
                yield dialect.refused(problem);
            }
        };
    }

    private static CompletionStage<Response> refused(InfluxDialect dialect, Problem problem) {
        return completedFuture(dialect.refused(problem));
    }

    private static Problem bad(String message) {
        return Problem.of(ProblemType.INFLUX_BAD_REQUEST, message);
    }
}
