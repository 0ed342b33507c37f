package dev.freshet.server.serverapi;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.freshet.server.auth.Authenticator;
import dev.freshet.server.auth.Role;
import dev.freshet.server.config.NearestName;
import dev.freshet.server.config.ServerApiSettings;
import dev.freshet.server.config.ServerApiSettings.ErrorMode;
import dev.freshet.server.http.Access;
import dev.freshet.server.http.Execution;
import dev.freshet.server.http.Request;
import dev.freshet.server.http.Response;
import dev.freshet.server.http.Route;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// `POST /api/live/server/<method>`, and `POST /api/<method>` where Centrifugo's paths are wanted.
///
/// Small bodies are worked on on the connection's loop, large ones on a virtual thread.
public final class ServerApi {
    private static final String PATH = "/api/live/server/";
    private static final String COMPATIBLE_PATH = "/api/";
    private static final Duration BUSY_PAUSE = Duration.ofSeconds(1);
    private static final JsonFactory JSON = new JsonFactory();

    private static final Set<String> LONG_ANSWERS =
            Set.of("batch", "channels", "history", "presence");

    private final ApiMethods methods;
    private final ServerApiSettings settings;
    private final Access access;

    /// @param authenticator asked for Admins, where they may use the API
    public ServerApi(ApiMethods methods, ServerApiSettings settings, Authenticator authenticator) {
        this.methods = methods;
        this.settings = settings;
        this.access =
                Access.checkedBy(
                        new ApiAuthenticator(settings.key(), settings.admins(), authenticator),
                        Access.role(Role.ADMIN));
    }

    public List<Route> routes() {
        var routes = new ArrayList<>(routes(PATH));
        routes.add(
                Route.post(
                        PATH + "*method",
                        access,
                        settings.maxBytes(),
                        this::unknownMethod,
                        ServerApiDocs.UNKNOWN));
        if (settings.compatiblePaths()) {
            routes.addAll(routes(COMPATIBLE_PATH));
        }
        return routes;
    }

    private List<Route> routes(String path) {
        return methods.all().entrySet().stream()
                .map(method -> route(path, method.getKey(), method.getValue()))
                .toList();
    }

    private Route route(String path, String name, ApiMethod method) {
        return Route.post(
                        path + name,
                        access,
                        settings.maxBytes(),
                        request -> call(request, name, method),
                        ServerApiDocs.of(name))
                .running(execution(name));
    }

    /// A small question may have a long answer, which is not written on the event loop.
    private static Execution execution(String name) {
        return LONG_ANSWERS.contains(name) ? Execution.VIRTUAL_THREAD : Execution.SMALL_ON_LOOP;
    }

    private CompletionStage<Response> call(Request request, String name, ApiMethod method) {
        return switch (Fields.parse(request.body())) {
            case Fields.Parsed.Invalid(String reason) ->
                    completedFuture(Response.problem(badBody(reason)));
            case Fields.Parsed.Valid(Fields fields) ->
                    Guard.around(name, () -> method.call(new Caller(request.user()), fields))
                            .thenApply(reply -> response(request, reply));
        };
    }

    private CompletionStage<Response> unknownMethod(Request request) {
        var method = request.parameter("method");
        var names = methods.all().keySet();
        return completedFuture(
                Response.problem(
                        Problem.of(
                                ProblemType.API_UNKNOWN_METHOD,
                                "not found: there is no method \""
                                        + Fields.shortened(method)
                                        + "\"; nothing was done.",
                                NearestName.to(method, names)
                                                .map(name -> "Did you mean " + name + "? ")
                                                .orElse("")
                                        + "Possible are "
                                        + String.join(", ", names)
                                        + ".")));
    }

    private Response response(Request request, ApiReply reply) {
        if (!(reply instanceof ApiReply.Refused(var error))) {
            return Response.json(200, object(json -> reply.write(json, "result")));
        }
        var answer =
                usesStatus(request)
                        ? withStatus(error)
                        : Response.json(200, object(json -> reply.write(json, "")));
        return answer.because(error.problem());
    }

    private static Response withStatus(ApiError error) {
        boolean busy = error.problem().type() == ProblemType.BUSY;
        return Response.json(error.status(), object(error::writeMembers))
                .retryAfter(busy ? BUSY_PAUSE : Duration.ZERO);
    }

    private boolean usesStatus(Request request) {
        return settings.errorMode() == ErrorMode.TRANSPORT
                || "transport".equals(request.header("X-Centrifugo-Error-Mode"));
    }

    private static byte[] object(Consumer<JsonGenerator> members) {
        var bytes = new ByteArrayOutputStream(256);
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            members.accept(json);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static Problem badBody(String reason) {
        return Problem.of(
                ProblemType.API_BAD_REQUEST,
                "The body cannot be read: " + reason + ". Nothing was done.",
                "Send one JSON object, for example {\"channel\":\"stream/demo/x\",\"data\":{}}.");
    }
}
