package dev.freshet.spring;

import dev.freshet.engine.client.Credentials;
import dev.freshet.engine.transport.EmulationOutcome;
import dev.freshet.engine.transport.PageAccess;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// At which paths clients find what, and who may come in. Immutable but for whether it is open;
/// event loops.
final class Mount {
    private final EngineDoors doors;
    private final Map<String, Entrance> entrances;
    private final AllowedOrigins origins;
    private final RequestCredentials credentials;
    private final int maxBodyBytes;
    private volatile boolean open;

    /// @param maxBodyBytes the longest body of a request
    Mount(
            EngineDoors doors,
            Map<String, Entrance> entrances,
            AllowedOrigins origins,
            RequestCredentials credentials,
            int maxBodyBytes) {
        this.doors = doors;
        this.entrances = Map.copyOf(entrances);
        this.origins = origins;
        this.credentials = credentials;
        this.maxBodyBytes = maxBodyBytes;
    }

    void open(boolean yes) {
        open = yes;
    }

    boolean isOpen() {
        return open;
    }

    /// All paths, sorted.
    Set<String> paths() {
        return new TreeSet<>(entrances.keySet());
    }

    int maxBodyBytes() {
        return maxBodyBytes;
    }

    /// True when the request is for one of the paths.
    boolean isFor(HttpRequest request) {
        return entrances.containsKey(path(request));
    }

    private static String path(HttpRequest request) {
        int query = request.uri().indexOf('?');
        return query < 0 ? request.uri() : request.uri().substring(0, query);
    }

    /// Makes the connection a WebSocket or a stream, takes commands in, or says why not. The whole
    /// request has been read.
    ///
    /// @param body null when it is longer than allowed
    void answer(ChannelHandlerContext ctx, HttpRequest request, byte @Nullable [] body) {
        var entrance = entrances.get(path(request));
        var origin = request.headers().get(HttpHeaderNames.ORIGIN);
        var readers = origins.access(origin, request.headers().get(HttpHeaderNames.HOST));
        if (entrance == null) {
            throw new IllegalArgumentException("nothing is at " + request.uri());
        }
        var answers = new Sentences(ctx, entrance, readers);
        var isPreflight =
                request.method().equals(HttpMethod.OPTIONS) && entrance.takes(request.method());
        var refusal = isPreflight ? null : entrance.refusal(request);
        if (refusal != null) {
            answers.send(
                    entrance.takes(request.method())
                            ? HttpResponseStatus.BAD_REQUEST
                            : HttpResponseStatus.METHOD_NOT_ALLOWED,
                    refusal);
        } else if (readers == null) {
            answers.send(
                    HttpResponseStatus.FORBIDDEN,
                    "Origin \""
                            + origin
                            + "\" is not allowed; if the page is yours, add it to"
                            + " freshet.allowed-origins.");
        } else if (body == null) {
            answers.send(
                    HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                    "The body is longer than freshet.max-message-size, "
                            + maxBodyBytes
                            + " bytes.");
        } else if (!open) {
            answers.send(
                    HttpResponseStatus.SERVICE_UNAVAILABLE,
                    "This server is stopping; connect again in a moment.");
        } else if (isPreflight) {
            answers.preflight();
        } else {
            enter(ctx, request, body, entrance, readers, answers);
        }
    }

    private void enter(
            ChannelHandlerContext ctx,
            HttpRequest request,
            byte[] body,
            Entrance entrance,
            PageAccess readers,
            Sentences answers) {
        var kind = entrance.kind();
        if (entrance == Entrance.EMULATION) {
            doors.emulation()
                    .handle(request.headers().get(HttpHeaderNames.CONTENT_TYPE), body)
                    .thenAcceptAsync(outcome -> takenIn(answers, outcome), ctx.executor());
            return;
        }
        var who = credentials.of(request);
        if (kind == null) {
            doors.upgrade().accept(ctx, request, who);
        } else if (isMereLink(request, who)) {
            answers.send(
                    HttpResponseStatus.FORBIDDEN,
                    "A GET that opens a stream as somebody must say which page sends it; this"
                            + " request has neither an Origin nor a Referer of an allowed one.");
            return;
        } else {
            doors.streams().accept(ctx, request, body, kind, who, readers);
        }
        // Reactor Netty reads only when it is asked to.
        ctx.channel().config().setAutoRead(true);
    }

    /// A GET carries commands, and any link can be such a GET: with what a browser sends along by
    /// itself it must come from a page that may connect.
    private boolean isMereLink(HttpRequest request, @Nullable Credentials who) {
        var headers = request.headers();
        if (!request.method().equals(HttpMethod.GET)
                || who == null
                || headers.contains(HttpHeaderNames.ORIGIN)
                || "same-origin".equals(headers.get("Sec-Fetch-Site"))) {
            return false;
        }
        var authorization = headers.get(HttpHeaderNames.AUTHORIZATION);
        if (authorization != null
                && authorization.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length())) {
            return false;
        }
        var page = AllowedOrigins.originOf(headers.get(HttpHeaderNames.REFERER));
        return page == null || !origins.allow(page, headers.get(HttpHeaderNames.HOST));
    }

    private static void takenIn(Sentences answers, EmulationOutcome outcome) {
        if (outcome == EmulationOutcome.TAKEN) {
            answers.done();
        } else {
            answers.send(HttpResponseStatus.valueOf(outcome.status()), outcome.sentence());
        }
    }
}
