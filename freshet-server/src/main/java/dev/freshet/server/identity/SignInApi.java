package dev.freshet.server.identity;

import dev.freshet.server.auth.AuthKind;
import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.http.Access;
import dev.freshet.server.http.Request;
import dev.freshet.server.http.Response;
import dev.freshet.server.http.Route;
import dev.freshet.server.http.RouteDoc;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `POST /login`, `POST` and `GET /logout`, and `GET /api/user`, as Grafana has them.
public final class SignInApi {
    private static final long BODY_LIMIT = 8 * 1024;

    /// Loaded with the first sign-in: its hundreds of classes would slow every start and take
    /// memory.
    private static final class Json {
        static final JsonMapper MAPPER = JsonMapper.shared();
    }

    private final Login login;
    private final Organisations organisations;
    private final SessionCookie cookie;
    private final String home;

    /// Serves sign-in.
    ///
    /// @param home where a browser goes after `GET /logout`: the path of `root_url`
    public SignInApi(Login login, Organisations organisations, SessionCookie cookie, String home) {
        this.login = login;
        this.organisations = organisations;
        this.cookie = cookie;
        this.home = home;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/login", Access.everybody(), BODY_LIMIT, this::login, LOGIN),
                Route.post("/logout", Access.everybody(), Route.NO_BODY, this::logout, LOGOUT),
                Route.get("/logout", Access.everybody(), this::leave, LOGOUT),
                Route.get("/api/user", Access.signedIn(), this::user, USER));
    }

    private CompletionStage<Response> login(Request request) {
        JsonNode body;
        try {
            body = Json.MAPPER.readTree(request.body());
        } catch (JacksonException _) {
            return badBody();
        }
        var user = body.path("user").asString("");
        var password = body.path("password").asString("");
        if (user.isEmpty() || password.isEmpty()) {
            return badBody();
        }
        return login.login(user, password, request.remoteAddress()).thenApply(this::signedIn);
    }

    private Response signedIn(Login.Result result) {
        return switch (result) {
            case Login.Result.SignedIn(var user, var cookieValue) ->
                    Response.json(
                                    200,
                                    "{\"message\":\"Logged in\"}".getBytes(StandardCharsets.UTF_8))
                            .withHeader("Set-Cookie", cookie.set(cookieValue));
            case Login.Result.NotLetIn(var refused) ->
                    Response.problem(refused.problem()).retryAfter(refused.retryAfter());
        };
    }

    private static CompletionStage<Response> badBody() {
        return CompletableFuture.completedFuture(
                Response.problem(
                        Problem.of(
                                ProblemType.BAD_REQUEST,
                                "The body is not {\"user\":\"…\",\"password\":\"…\"}.",
                                "Send both as JSON strings.")));
    }

    private CompletionStage<Response> logout(Request request) {
        return end(request)
                .thenApply(_ ->
                        Response.json(
                                        200,
                                        "{\"message\":\"Logged out\"}"
                                                .getBytes(StandardCharsets.UTF_8))
                                .withHeader("Set-Cookie", cookie.clear()));
    }

    private CompletionStage<Response> leave(Request request) {
        return end(request)
                .thenApply(_ ->
                        Response.empty(302)
                                .withHeader("Set-Cookie", cookie.clear())
                                .withHeader("Location", home));
    }

    private CompletionStage<Boolean> end(Request request) {
        var value = request.cookie(cookie.name());
        return value == null ? CompletableFuture.completedFuture(false) : login.logout(value);
    }

    private CompletionStage<Response> user(Request request) {
        return CompletableFuture.completedFuture(
                Response.json(200, Json.MAPPER.writeValueAsBytes(json(request.user()))));
    }

    private JsonNode json(SignedInUser user) {
        var role = user.role().name();
        var json =
                Json.MAPPER
                        .createObjectNode()
                        .put("id", user.id())
                        .put("uid", user.uid())
                        .put("login", user.login())
                        .put("name", user.name())
                        .put("orgId", user.orgId())
                        .put(
                                "orgName",
                                organisations.find(user.orgId()).map(Organisation::name).orElse(""))
                        .put("role", role.charAt(0) + role.substring(1).toLowerCase(Locale.ROOT))
                        .put("isAnonymous", user.kind() == AuthKind.ANONYMOUS);
        var permissions = json.putArray("permissions");
        user.permissions().stream().sorted().forEach(permissions::add);
        return json;
    }

    private static final RouteDoc LOGIN =
            RouteDoc.of("sign-in", "Begin a session")
                    .body(
                            "application/json",
                            """
                            {"type":"object","required":["user","password"],"properties":\
                            {"user":{"type":"string"},"password":{"type":"string","format":"password"}}}\
                            """,
                            "{\"user\":\"admin\",\"password\":\"…\"}")
                    .answer(
                            200,
                            "Signed in; the session is in a cookie",
                            "application/json",
                            "{\"type\":\"object\"}")
                    .answer(
                            401,
                            "Wrong user or password",
                            "application/json",
                            "{\"type\":\"object\"}")
                    .answer(
                            429,
                            "Too many attempts; see Retry-After",
                            "application/json",
                            "{\"type\":\"object\"}");
    private static final RouteDoc LOGOUT =
            RouteDoc.of("sign-in", "End the session")
                    .answer(
                            200,
                            "The session has ended",
                            "application/json",
                            "{\"type\":\"object\"}")
                    .answer(302, "GET only: back to the start page");
    private static final RouteDoc USER =
            RouteDoc.of("sign-in", "Who is asking")
                    .answer(
                            200,
                            "The caller's login, role and organisation",
                            "application/json",
                            "{\"type\":\"object\"}")
                    .answer(
                            401,
                            "No valid credentials",
                            "application/json",
                            "{\"type\":\"object\"}");
}
