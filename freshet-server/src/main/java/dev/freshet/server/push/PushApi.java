package dev.freshet.server.push;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.config.PushSettings;
import dev.freshet.server.http.Access;
import dev.freshet.server.http.Execution;
import dev.freshet.server.http.Request;
import dev.freshet.server.http.Response;
import dev.freshet.server.http.Route;
import dev.freshet.server.http.UpgradeHandler;
import dev.freshet.server.managedstream.PushOutcome;
import dev.freshet.server.problem.Problem;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// `POST /api/live/push/:streamId`, and the socket at the same path.
///
/// Small bodies are converted on the connection's loop, large and packed ones on a virtual thread.
public final class PushApi {
    /// What a user needs to push, on both transports.
    public static final String PERMISSION = "live:push";

    static final String PATH = "/api/live/push/:" + PushParameters.STREAM_ID;

    private static final Response STORED = Response.empty(200);

    private final LinePush push;
    private final PushSettings settings;
    private final PushLog log;
    private final UpgradeHandler socket;

    /// Serves pushes.
    ///
    /// @param socket takes the WebSockets, usually a [PushSockets]
    public PushApi(LinePush push, PushSettings settings, PushLog log, UpgradeHandler socket) {
        this.push = push;
        this.settings = settings;
        this.log = log;
        this.socket = socket;
    }

    public List<Route> routes() {
        return List.of(
                Route.post(
                                PATH,
                                Access.permission(PERMISSION),
                                settings.maxBytes(),
                                this::push,
                                PushDocs.PUSH)
                        .running(Execution.SMALL_ON_LOOP)
                        .unpacking(),
                Route.upgrade(PATH, Access.permission(PERMISSION), socket, PushDocs.SOCKET));
    }

    private CompletionStage<Response> push(Request request) {
        return switch (PushParameters.of(request, settings.partial())) {
            case PushParameters.Read.Wrong(Problem problem) ->
                    completedFuture(Response.problem(problem));
            case PushParameters.Read.Fine(PushParameters parameters) -> push(request, parameters);
        };
    }

    private CompletionStage<Response> push(Request request, PushParameters parameters) {
        var streamId = parameters.streamId();
        var options = push.options(parameters.format(), streamId).withPartial(parameters.partial());
        var body = request.body();
        return push.push(request.user().orgId(), streamId, body, 0, body.length, options)
                .thenApply(taken -> answer(request, streamId, taken));
    }

    private Response answer(Request request, String streamId, LinePush.Taken taken) {
        return switch (taken) {
            case LinePush.Taken.Stored stored -> stored(request, streamId, stored);
            case LinePush.Taken.Refused(LineError error) -> {
                log.badLine(
                        request.user(), streamId, error, "nothing from this request was stored");
                var problem = PushRefusals.badLine(error);
                yield Response.problem(problem, PushJson.refused(problem, error));
            }
            case LinePush.Taken.NotStored(PushOutcome reason) -> {
                var problem = PushRefusals.notStored(reason);
                log.notStored(request.user(), streamId, problem.message());
                yield Response.problem(problem);
            }
        };
    }

    /// Empty as in Grafana, unless the sender wants JSON or has to hear of lines that were left
    /// out.
    private Response stored(Request request, String streamId, LinePush.Taken.Stored stored) {
        int bad = stored.lines().badLines();
        if (bad > 0) {
            reportBadLines(log, request.user(), streamId, stored.lines());
        }
        return bad > 0 || wantsJson(request) ? Response.json(200, PushJson.stored(stored)) : STORED;
    }

    static void reportBadLines(PushLog log, SignedInUser user, String streamId, PushResult lines) {
        log.badLine(
                user,
                streamId,
                lines.errors().getFirst(),
                "%d lines were left out, %d kept".formatted(lines.badLines(), lines.lines()));
    }

    private static boolean wantsJson(Request request) {
        var accept = request.header("Accept");
        return accept != null && accept.contains("application/json");
    }
}
