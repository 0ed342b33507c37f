package dev.freshet.engine.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Objects;
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
        var endpoint = EndpointCheck.endpoint(endpoints.paths(), head);
        var refusal = EndpointCheck.refusal(endpoints, head, endpoint);
        if (refusal != null) {
            refuse(ctx, refusal, EndpointAnswers.hasBody(head));
            return;
        }
        receiving =
                new Receiving(
                        head,
                        Objects.requireNonNull(endpoint),
                        new RequestBody(endpoints.maxBodyBytes()));
        if (HttpUtil.is100ContinueExpected(head)) {
            EndpointAnswers.proceed(ctx);
        }
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
            refuse(ctx, EndpointCheck.tooLong(endpoints), !(content instanceof LastHttpContent));
        } else if (content instanceof LastHttpContent) {
            receiving = null;
            answer(ctx, request.head(), request.endpoint(), request.body().complete());
        }
    }

    private void answer(
            ChannelHandlerContext ctx, HttpRequest head, Endpoint endpoint, byte[] body) {
        var kind = endpoint.kind();
        if (EndpointCheck.isOptions(head, endpoint)) {
            EndpointAnswers.options(ctx, head);
            closeAfter(ctx, NEXT_SECONDS);
        } else if (kind != null) {
            // Only pages of this very host came so far.
            endpoints.streams().accept(ctx, head, body, kind, null, PageAccess.OWN_PAGES);
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
