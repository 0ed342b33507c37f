package dev.freshet.server.http;

import dev.freshet.engine.transport.HttpStreams;
import dev.freshet.engine.transport.PageAccess;
import dev.freshet.engine.transport.StreamKind;
import dev.freshet.server.auth.AuthRequest;
import dev.freshet.server.auth.AuthRequest.Lookup;
import dev.freshet.server.auth.AuthResult;
import dev.freshet.server.auth.Authenticator;
import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.http.Route.Action;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import dev.freshet.server.problem.Unexpected;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request from its first line to its answer: head, route, access, body, handler.
///
/// Belongs to the connection's event loop; only the handler may run elsewhere. Each step either
/// goes on or answers, and after the answer every further call is ignored.
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Site site;
    private final HttpConnection connection;
    private final RequestHead head;
    private final LoopSteps steps;
    private String path = "";
    private Lookup query = _ -> null;
    private String rawQuery = "";
    private Map<String, String> parameters = Map.of();
    private @Nullable Route route;
    private @Nullable SignedInUser user;
    private @Nullable Body body;
    private boolean waiting;
    private boolean bodyComplete;
    private boolean bodyAsked;
    private boolean keepAlive;

    Exchange(Site site, HttpConnection connection, HttpRequest request) {
        this.site = site;
        this.connection = connection;
        this.head = new RequestHead(request);
        this.steps = new LoopSteps(connection.ctx().executor(), this::broken);
        this.bodyAsked = !head.expectsSomething();
        this.keepAlive = head.isKeepAlive();
    }

    void begin() {
        var refusal = HeadCheck.refusal(head.netty());
        if (refusal.isPresent()) {
            refuseAndClose(refusal.get());
            return;
        }
        var target = RequestTarget.parse(head.netty().uri());
        if (target == null) {
            refuse(Refusals.target(head.netty().uri()));
            return;
        }
        path = site.router().withoutSubPath(target.path());
        RouteMatch match;
        try {
            rawQuery = target.query();
            query = QueryLookup.of(rawQuery);
            match = site.router().match(head.method(), path);
        } catch (IllegalArgumentException _) {
            refuse(Refusals.escape());
            return;
        }
        follow(match);
    }

    private void follow(RouteMatch match) {
        switch (match) {
            case RouteMatch.Found(Route found, Map<String, String> values) -> {
                route = found;
                parameters = values;
                authenticate(found);
            }
            case RouteMatch.OtherMethod(String allow) when head.method().equals("OPTIONS") ->
                    answer(Response.empty(204).withHeader("Allow", allow));
            case RouteMatch.OtherMethod(String allow) ->
                    answer(
                            Response.problem(Refusals.method(head.method(), path, allow))
                                    .withHeader("Allow", allow));
            case RouteMatch.Nothing() -> refuse(Refusals.path(path));
        }
    }

    private void authenticate(Route found) {
        if (found.access() instanceof Access.Public) {
            admit(found);
            return;
        }
        waiting = true;
        CompletionStage<AuthResult> asked;
        try {
            asked = authenticator(found).authenticate(authRequest());
        } catch (RuntimeException e) {
            broken(e);
            return;
        }
        steps.whenDone(
                asked,
                result -> {
                    waiting = false;
                    switch (result) {
                        case AuthResult.SignedIn(SignedInUser known) -> {
                            user = known;
                            found.access()
                                    .refusal(known)
                                    .ifPresentOrElse(this::refuse, () -> admit(found));
                        }
                        case AuthResult.Refused(Problem problem, Duration after) ->
                                answer(Response.problem(problem).retryAfter(after));
                        case AuthResult.NoCredentials() -> refuse(Refusals.noCredentials());
                    }
                    connection.wentOn(this);
                });
    }

    private Authenticator authenticator(Route found) {
        return found.access() instanceof Access.CheckedBy(Authenticator own, _)
                ? own
                : site.authenticator();
    }

    private AuthRequest authRequest() {
        return new AuthRequest(
                head.method(),
                path,
                head.headers(),
                name -> Cookies.find(head.header("Cookie"), name),
                query,
                connection.ctx().channel().remoteAddress());
    }

    /// The caller may use the route; now the body may come.
    private void admit(Route found) {
        var refusal = CrossSite.refusal(site.origins(), found, head, user);
        if (refusal.isPresent()) {
            refuse(refusal.get());
            return;
        }
        switch (found.action()) {
            case Action.Handle handle -> expectBody(found, handle);
            case Action.Upgrade _ ->
                    UpgradeHeaders.refusal(head.netty())
                            .ifPresentOrElse(this::refuse, () -> expectBody(found, null));
            case Action.Stream stream ->
                    Refusals.stream(HttpStreams.refusal(stream.kind(), head.netty()))
                            .ifPresentOrElse(this::refuse, () -> expectBody(found, null));
        }
    }

    private void expectBody(Route found, Action.@Nullable Handle handle) {
        long promised = head.promisedBytes();
        if (promised > found.bodyLimit()) {
            refuse(Refusals.bodyTooLarge(found, promised));
        } else if (head.isPacked() && !(handle != null && handle.unpacks() && head.isGzip())) {
            refuse(Refusals.encoding(String.valueOf(head.header("Content-Encoding"))));
        } else if (!bodyAsked && !head.expectsContinue()) {
            refuse(Refusals.expectation(String.valueOf(head.header("Expect"))));
        } else {
            body = new Body(found.bodyLimit(), promised);
            if (!bodyAsked) {
                bodyAsked = true;
                connection.sendContinue();
            }
        }
    }

    void content(HttpContent content, boolean last) {
        bodyComplete = last;
        if (content.decoderResult().isFailure()) {
            refuseAndClose(
                    Problem.of(
                            ProblemType.BAD_REQUEST, "The body's chunks are not valid HTTP/1.1."));
            return;
        }
        var found = Objects.requireNonNull(route);
        var sofar = Objects.requireNonNull(body);
        if (!sofar.add(content.content())) {
            refuse(
                    Refusals.bodyTooLarge(
                            found, sofar.length() + content.content().readableBytes()));
        } else if (last) {
            work(found, sofar);
        }
    }

    private void work(Route found, Body complete) {
        waiting = true;
        switch (found.action()) {
            case Action.Upgrade(UpgradeHandler handler) -> {
                var request = request(complete.complete());
                connection.handOver(
                        this,
                        ctx -> handler.upgrade(new SocketRequest(ctx, head.netty(), request)));
            }
            case Action.Stream(StreamKind kind, StreamHandler handler) -> {
                var request = request(complete.complete());
                connection.handOver(
                        this,
                        ctx ->
                                handler.open(
                                        new StreamRequest(
                                                ctx, head.netty(), request, kind, readers())));
            }
            case Action.Handle handle -> {
                var call = new HandlerCall(handle, found, head.isPacked(), this::request);
                if (call.staysOnLoop(complete.length())) {
                    run(call, complete);
                } else {
                    runOnVirtualThread(call, complete);
                }
            }
        }
    }

    private void runOnVirtualThread(HandlerCall call, Body complete) {
        try {
            site.virtualThreads().execute(() -> run(call, complete));
        } catch (RejectedExecutionException _) {
            refuse(Problem.of(ProblemType.BUSY, "The server is shutting down."));
        }
    }

    /// Runs on the loop or on a virtual thread; what follows is back on the loop.
    private void run(HandlerCall call, Body complete) {
        CompletionStage<Response> stage;
        try {
            stage = call.answer(complete.complete());
        } catch (RuntimeException | Error e) {
            steps.failed(e);
            return;
        }
        steps.whenDone(stage, this::answer);
    }

    private Request request(byte[] bytes) {
        return new Request(
                head.method(),
                path,
                parameters,
                query,
                rawQuery,
                head.headers(),
                connection.ctx().channel().remoteAddress(),
                user,
                bytes);
    }

    private void broken(Throwable cause) {
        waiting = false;
        refuse(Unexpected.problem(LOG, name(), cause));
    }

    private void answer(Response response) {
        waiting = false;
        connection.answer(
                this,
                route != null && route.crossOrigin()
                        ? response.withHeaders(readers().headers())
                        : response);
    }

    private PageAccess readers() {
        return site.origins().access(head.header("Origin"), head.header("Host"));
    }

    private void refuse(Problem problem) {
        answer(Response.problem(problem));
    }

    void refuseAndClose(Problem problem) {
        keepAlive = false;
        refuse(problem);
    }

    /// True while nothing of the client's input can be taken.
    boolean isWaiting() {
        return waiting;
    }

    boolean isBodyComplete() {
        return bodyComplete;
    }

    /// True when reading the rest of a refused body costs less than a new connection would.
    boolean maySkipBody(int most) {
        return bodyAsked && head.promisesAtMost(most);
    }

    boolean isKeepAlive() {
        return keepAlive;
    }

    RequestHead head() {
        return head;
    }

    /// The request's name in logs: method and path, without the query.
    String name() {
        return head.method() + " " + path;
    }

    String login() {
        return user == null ? "-" : user.login();
    }
}
