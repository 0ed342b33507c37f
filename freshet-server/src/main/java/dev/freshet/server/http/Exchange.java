package dev.freshet.server.http;

import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_ENCODING;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.EXPECT;

import dev.freshet.server.auth.AuthRequest;
import dev.freshet.server.auth.AuthRequest.Lookup;
import dev.freshet.server.auth.AuthResult;
import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.http.Route.Action;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import dev.freshet.server.problem.Unexpected;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
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
    private final HttpRequest head;
    private final Lookup headers;
    private String path = "";
    private Lookup query = _ -> null;
    private Map<String, String> parameters = Map.of();
    private @Nullable Route route;
    private @Nullable SignedInUser user;
    private @Nullable Body body;
    private boolean waiting;
    private boolean bodyComplete;
    private boolean bodyAsked = true;
    private boolean keepAlive;

    Exchange(Site site, HttpConnection connection, HttpRequest head) {
        this.site = site;
        this.connection = connection;
        this.head = head;
        this.headers = head.headers()::get;
        this.keepAlive = HttpUtil.isKeepAlive(head);
    }

    void begin() {
        var refusal = Head.refusal(head);
        if (refusal.isPresent()) {
            refuseAndClose(refusal.get());
            return;
        }
        bodyAsked = !head.headers().contains(EXPECT);
        var target = RequestTarget.parse(head.uri());
        if (target == null) {
            refuse(Refusals.target(head.uri()));
            return;
        }
        path = site.router().withoutSubPath(target.path());
        try {
            query = QueryLookup.of(target.query());
            follow(site.router().match(method(), path));
        } catch (IllegalArgumentException _) {
            refuse(Refusals.escape());
        }
    }

    private void follow(RouteMatch match) {
        switch (match) {
            case RouteMatch.Found(Route found, Map<String, String> values) -> {
                route = found;
                parameters = PathDecoder.decode(values);
                authenticate(found);
            }
            case RouteMatch.OtherMethod(String allow) when method().equals("OPTIONS") ->
                    answer(Response.empty(204).withHeader("Allow", allow));
            case RouteMatch.OtherMethod(String allow) ->
                    answer(
                            Response.problem(Refusals.method(method(), path, allow))
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
            asked = site.authenticator().authenticate(authRequest());
        } catch (RuntimeException e) {
            broken(e);
            return;
        }
        whenDone(
                asked,
                result -> {
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
                });
    }

    private AuthRequest authRequest() {
        return new AuthRequest(
                method(),
                path,
                headers,
                name -> Cookies.find(headers.find("Cookie"), name),
                query,
                connection.ctx().channel().remoteAddress());
    }

    /// The caller may use the route; now the body may come.
    private void admit(Route found) {
        var refusal = CrossSite.refusal(site.origins(), found, method(), headers, user);
        if (refusal.isPresent()) {
            refuse(refusal.get());
            return;
        }
        switch (found.action()) {
            case Action.Handle handle -> expectBody(found, handle);
            case Action.Upgrade _ ->
                    UpgradeHeaders.refusal(head)
                            .ifPresentOrElse(this::refuse, () -> expectBody(found, null));
        }
    }

    private void expectBody(Route found, Action.@Nullable Handle handle) {
        long promised = HttpUtil.getContentLength(head, -1L);
        if (promised > found.bodyLimit()) {
            refuse(Refusals.bodyTooLarge(found, promised));
        } else if (isPacked() && !(handle != null && handle.unpacks() && isGzip())) {
            refuse(Refusals.encoding(String.valueOf(headers.find("Content-Encoding"))));
        } else if (!bodyAsked && !HttpUtil.is100ContinueExpected(head)) {
            refuse(Refusals.expectation(String.valueOf(headers.find("Expect"))));
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
            case Action.Upgrade(UpgradeHandler handler) ->
                    connection.upgrade(this, handler, head, request(complete.complete()));
            case Action.Handle handle -> {
                var call = new HandlerCall(handle, found, isPacked(), this::request);
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
            onLoop(() -> broken(e));
            return;
        }
        whenDone(stage, this::answer);
    }

    private Request request(byte[] bytes) {
        return new Request(
                method(),
                path,
                parameters,
                query,
                headers,
                connection.ctx().channel().remoteAddress(),
                user,
                bytes);
    }

    /// Goes on at once when the stage is complete, otherwise later on the loop.
    private <T> void whenDone(CompletionStage<T> stage, Consumer<T> next) {
        var future = stage.toCompletableFuture();
        if (future.isDone() && !future.isCompletedExceptionally()) {
            T value = future.join();
            onLoop(() -> goOn(next, value));
            return;
        }
        stage.whenComplete((value, failure) ->
                onLoop(() -> {
                    if (failure == null) {
                        goOn(next, value);
                    } else {
                        broken(failure);
                    }
                }));
    }

    private <T> void goOn(Consumer<T> next, T value) {
        waiting = false;
        next.accept(value);
        connection.wentOn(this);
    }

    private void onLoop(Runnable task) {
        var loop = connection.ctx().executor();
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    private void broken(Throwable cause) {
        waiting = false;
        refuse(Unexpected.problem(LOG, name(), cause));
    }

    private void answer(Response response) {
        waiting = false;
        connection.answer(this, response);
    }

    private void refuse(Problem problem) {
        answer(Response.problem(problem));
    }

    void refuseAndClose(Problem problem) {
        keepAlive = false;
        refuse(problem);
    }

    private boolean isPacked() {
        var encoding = head.headers().get(CONTENT_ENCODING);
        return encoding != null && !encoding.isEmpty() && !encoding.equalsIgnoreCase("identity");
    }

    private boolean isGzip() {
        var encoding = String.valueOf(head.headers().get(CONTENT_ENCODING));
        return encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip");
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
        return bodyAsked
                && (!head.headers().contains(CONTENT_LENGTH)
                        || HttpUtil.getContentLength(head, 0L) <= most);
    }

    boolean isKeepAlive() {
        return keepAlive;
    }

    boolean isHead() {
        return method().equals("HEAD");
    }

    boolean isHttp10() {
        return head.protocolVersion().equals(HttpVersion.HTTP_1_0);
    }

    /// The request's name in logs: method and path, without the query.
    String name() {
        return method() + " " + path;
    }

    String login() {
        return user == null ? "-" : user.login();
    }

    private String method() {
        return head.method().name();
    }
}
