package dev.freshet.engine.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Answers the requests of one connection: makes it a WebSocket or a stream, takes commands in, or
/// says in a sentence why not.
///
/// The first request has to come within 15 s, however slowly the peer sends, and each further one
/// within a minute. A peer that sends on before its answer is closed. Event loop only.
final class EndpointHandler extends ChannelInboundHandlerAdapter {
    static final int FIRST_SECONDS = 15;
    static final int NEXT_SECONDS = 60;

    private final Endpoints endpoints;
    private @Nullable Receiving receiving;
    private @Nullable ScheduledFuture<?> deadline;
    private boolean working;
    private boolean closing;

    /// A request whose body is still coming in.
    private record Receiving(HttpRequest head, Endpoint endpoint, RequestBody body) {}

    EndpointHandler(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        closeAfter(ctx, FIRST_SECONDS);
    }

    private void closeAfter(ChannelHandlerContext ctx, int seconds) {
        if (deadline != null) {
            deadline.cancel(false);
        }
        deadline = ctx.executor().schedule(() -> ctx.close(), seconds, TimeUnit.SECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (!closing && message instanceof HttpRequest head) {
                begin(ctx, head);
            }
            if (!closing && message instanceof HttpContent content) {
                give(ctx, content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest head) {
        if (working) {
            closing = true;
            ctx.close();
            return;
        }
        var endpoint = endpoints.paths().at(path(head));
        var body = new RequestBody(endpoints.maxBodyBytes());
        var refusal = refusal(head, endpoint, body);
        if (refusal != null || endpoint == null) {
            refuse(ctx, refusal == null ? nothingHere() : refusal, EndpointAnswers.hasBody(head));
            return;
        }
        receiving = new Receiving(head, endpoint, body);
        if (HttpUtil.is100ContinueExpected(head)) {
            EndpointAnswers.proceed(ctx);
        }
    }

    private static String path(HttpRequest head) {
        int query = head.uri().indexOf('?');
        return query < 0 ? head.uri() : head.uri().substring(0, query);
    }

    private @Nullable Refusal refusal(
            HttpRequest head, @Nullable Endpoint endpoint, RequestBody body) {
        if (head.decoderResult().isFailure()) {
            return new Refusal(HttpResponseStatus.BAD_REQUEST, "This is not an HTTP request.");
        }
        if (endpoint == null) {
            return nothingHere();
        }
        var refusal = asksForOptions(head, endpoint) ? null : endpoint.refusal(head);
        if (refusal != null) {
            return refusal;
        }
        var origin = head.headers().get(HttpHeaderNames.ORIGIN);
        if (origin != null && !isSameHost(origin, head.headers().get(HttpHeaderNames.HOST))) {
            return new Refusal(
                    HttpResponseStatus.FORBIDDEN,
                    "Origin \"" + origin + "\" is not the host that is connected to.");
        }
        return body.wouldExceed(HttpUtil.getContentLength(head, 0L)) ? tooLong() : null;
    }

    private static boolean asksForOptions(HttpRequest head, Endpoint endpoint) {
        return head.method().equals(HttpMethod.OPTIONS) && endpoint.answersOptions();
    }

    private static boolean isSameHost(String origin, @Nullable String host) {
        try {
            var authority = URI.create(origin).getAuthority();
            return host != null
                    && authority != null
                    && authority.toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException notAUrl) {
            return false;
        }
    }

    private Refusal nothingHere() {
        return new Refusal(
                HttpResponseStatus.NOT_FOUND,
                "There is nothing here, only at "
                        + String.join(", ", endpoints.paths().all())
                        + ".");
    }

    private Refusal tooLong() {
        return new Refusal(
                HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                "The body is longer than " + endpoints.maxBodyBytes() + " bytes.");
    }

    private void give(ChannelHandlerContext ctx, HttpContent content) {
        var request = receiving;
        if (request == null) {
            return;
        }
        if (content.decoderResult().isFailure()) {
            refuse(
                    ctx,
                    new Refusal(HttpResponseStatus.BAD_REQUEST, "The body's chunks are broken."),
                    false);
        } else if (!request.body().add(content.content())) {
            refuse(ctx, tooLong(), !(content instanceof LastHttpContent));
        } else if (content instanceof LastHttpContent) {
            receiving = null;
            answer(ctx, request.head(), request.endpoint(), request.body().complete());
        }
    }

    private void answer(
            ChannelHandlerContext ctx, HttpRequest head, Endpoint endpoint, byte[] body) {
        var kind = endpoint.kind();
        if (asksForOptions(head, endpoint)) {
            EndpointAnswers.options(ctx, head);
            closeAfter(ctx, NEXT_SECONDS);
        } else if (kind != null) {
            endpoints.streams().accept(ctx, head, body, kind, null);
        } else if (endpoint == Endpoint.UNI_WEBSOCKET) {
            endpoints.upgrade().acceptUnidirectional(ctx, head, null);
        } else if (endpoint == Endpoint.WEBSOCKET) {
            endpoints.upgrade().accept(ctx, head, null);
        } else {
            takeIn(ctx, head, body);
        }
    }

    private void takeIn(ChannelHandlerContext ctx, HttpRequest head, byte[] body) {
        working = true;
        endpoints
                .emulation()
                .handle(head.headers().get(HttpHeaderNames.CONTENT_TYPE), body)
                .thenAcceptAsync(outcome -> takenIn(ctx, head, outcome), ctx.executor());
    }

    private void takenIn(ChannelHandlerContext ctx, HttpRequest head, EmulationOutcome outcome) {
        working = false;
        if (outcome == EmulationOutcome.TAKEN) {
            EndpointAnswers.done(ctx, head);
            closeAfter(ctx, NEXT_SECONDS);
        } else {
            refuse(ctx, EndpointAnswers.refusal(outcome), false);
        }
    }

    private void refuse(ChannelHandlerContext ctx, Refusal refusal, boolean bodyIsComing) {
        closing = true;
        receiving = null;
        EndpointAnswers.refuse(ctx, refusal, bodyIsComing);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
