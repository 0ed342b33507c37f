package dev.freshet.server.socket;

import dev.freshet.engine.Engine;
import dev.freshet.engine.transport.EmulationOutcome;
import dev.freshet.engine.transport.PageAccess;
import dev.freshet.engine.transport.StreamKind;
import dev.freshet.server.http.Access;
import dev.freshet.server.http.Execution;
import dev.freshet.server.http.Request;
import dev.freshet.server.http.Response;
import dev.freshet.server.http.Route;
import dev.freshet.server.http.StreamRequest;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/// Where clients of the Centrifuge protocol connect: the WebSocket, and the two streams for those
/// whom a proxy keeps from it, with the requests beside them.
public final class SocketApi {
    private static final String HTTP_STREAM = "/api/live/http_stream";
    private static final String SSE = "/api/live/sse";
    private static final String EMULATION = "/api/live/emulation";
    private static final long MAX_BODY = 64 << 20;

    private final Engine engine;
    private final long bodyLimit;

    /// @param bodyLimit longest body of a request that opens a stream or comes beside one, at most
    ///   64 MiB
    public SocketApi(Engine engine, long bodyLimit) {
        this.engine = engine;
        this.bodyLimit = Math.min(bodyLimit, MAX_BODY);
    }

    public List<Route> routes() {
        var webSocket =
                Route.upgrade(
                        "/api/live/ws",
                        Access.signedIn(),
                        request ->
                                request.acceptClient(
                                        engine.webSocketUpgrade(),
                                        SocketHandlers.credentials(request.user())),
                        SocketDocs.WEBSOCKET);
        return Stream.concat(Stream.of(webSocket), streams().map(Route::crossOriginReadable))
                .toList();
    }

    private Stream<Route> streams() {
        return Stream.of(
                Route.stream(
                        "POST",
                        HTTP_STREAM,
                        Access.signedIn(),
                        bodyLimit,
                        StreamKind.HTTP_STREAM,
                        this::open,
                        SocketDocs.HTTP_STREAM),
                Route.stream(
                        "GET",
                        SSE,
                        Access.signedIn(),
                        Route.NO_BODY,
                        StreamKind.SSE,
                        this::open,
                        SocketDocs.SSE_GET),
                Route.stream(
                        "POST",
                        SSE,
                        Access.signedIn(),
                        bodyLimit,
                        StreamKind.SSE,
                        this::open,
                        SocketDocs.SSE_POST),
                // The session in the request is the credential.
                Route.post(
                        EMULATION,
                        Access.everybody(),
                        bodyLimit,
                        this::takeIn,
                        SocketDocs.EMULATION),
                options(HTTP_STREAM, "POST, OPTIONS"),
                options(SSE, "GET, POST, OPTIONS"),
                options(EMULATION, "POST, OPTIONS"));
    }

    private void open(StreamRequest request) {
        request.acceptClient(engine.httpStreams(), SocketHandlers.credentials(request.user()));
    }

    private CompletionStage<Response> takeIn(Request request) {
        return engine.emulation()
                .handle(request.header("Content-Type"), request.body())
                .thenApply(SocketApi::answer);
    }

    private static Response answer(EmulationOutcome outcome) {
        return switch (outcome) {
            case TAKEN -> Response.empty(204);
            case MALFORMED ->
                    refused(
                            ProblemType.BAD_REQUEST,
                            outcome,
                            "Send {\"node\":…,\"session\":…,\"data\":…} with node and session of"
                                + " the connect reply, as JSON, or as application/octet-stream in"
                                + " Protobuf.");
            case UNKNOWN_NODE ->
                    refused(
                            ProblemType.NODE_UNKNOWN,
                            outcome,
                            "Stock clients connect again by themselves; others send node and"
                                    + " session of the connect reply.");
            case FAILED -> refused(ProblemType.NODE_UNREACHABLE, outcome, "");
        };
    }

    private static Response refused(ProblemType type, EmulationOutcome outcome, String hint) {
        return Response.problem(Problem.of(type, outcome.sentence(), hint));
    }

    /// What the protocol says to a browser that asks first.
    private static Route options(String path, String methods) {
        var answer =
                Response.empty(204)
                        .withHeaders(PageAccess.preflight(methods))
                        .withHeader("Allow", methods);
        return new Route(
                "OPTIONS",
                path,
                Access.everybody(),
                Route.NO_BODY,
                new Route.Action.Handle(
                        _ -> CompletableFuture.completedStage(answer), Execution.LOOP, false),
                SocketDocs.OPTIONS);
    }
}
