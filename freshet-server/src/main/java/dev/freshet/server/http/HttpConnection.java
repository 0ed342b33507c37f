package dev.freshet.server.http;

import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection: hands one request after the other to an [Exchange] and writes the answers in
/// order.
///
/// Belongs to its event loop. While a request waits for its handler, what the client sends on is
/// kept decoded, reading is paused, and more than `limits.pipelined()` requests end the connection.
/// A client that takes no answers is not read either.
final class HttpConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);
    private static final int WORTH_READING = 64 * 1024;

    private final Site site;
    private final ResponseEncoder encoder;
    private final WaitingRequests waiting;
    private boolean paused;
    private @Nullable Exchange current;
    private @Nullable ChannelHandlerContext context;
    private @Nullable ConnectionClock clock;
    private boolean inBatch;
    private boolean unflushed;
    private boolean skippingBody;
    private int skipBudget;
    private boolean inputClosed;
    private boolean closing;

    HttpConnection(Site site, ResponseEncoder encoder) {
        this.site = site;
        this.encoder = encoder;
        this.waiting = new WaitingRequests(site.limits().pipelined());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        ctx.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        clock = new ConnectionClock(site.limits(), ctx, this::timedOut);
        clock.headerBegins();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        clock().stop();
        waiting.release();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        clock().stop();
        closing = true;
        waiting.release();
        ctx.fireChannelInactive();
    }

    void bytesArrived() {
        clock().bytesArrived(current == null && !skippingBody);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        inBatch = true;
        if (closing) {
            ReferenceCountUtil.release(msg);
        } else if (isBlocked() || !waiting.isEmpty()) {
            keepForLater((HttpObject) msg);
        } else {
            take((HttpObject) msg);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        inBatch = false;
        flushIfNeeded();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        takeWaiting();
    }

    private boolean isBlocked() {
        return (current != null && current.isWaiting()) || !ctx().channel().isWritable();
    }

    private void keepForLater(HttpObject msg) {
        waiting.add(msg);
        if (!paused) {
            paused = true;
            ctx().channel().config().setAutoRead(false);
        }
    }

    /// Goes on with what was kept, as far as nothing blocks; then reads again.
    private void takeWaiting() {
        while (!closing && !isBlocked() && !waiting.isEmpty()) {
            take(waiting.remove());
        }
        if (paused && !closing && waiting.isEmpty() && !isBlocked()) {
            paused = false;
            ctx().channel().config().setAutoRead(true);
            endIfInputClosed();
        }
    }

    private void take(HttpObject msg) {
        switch (msg) {
            case HttpRequest head -> begin(head);
            case HttpContent content -> {
                try {
                    give(content);
                } finally {
                    content.release();
                }
            }
            default -> ReferenceCountUtil.release(msg);
        }
    }

    private void begin(HttpRequest head) {
        skippingBody = false;
        clock().bodyBegins();
        var exchange = new Exchange(site, this, head);
        current = exchange;
        if (waiting.isBeyondLimit()) {
            exchange.refuseAndClose(tooManyPipelined());
        } else {
            exchange.begin();
        }
    }

    private void give(HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        if (current != null) {
            clock().bodyArrived(content.content().readableBytes(), last);
            current.content(content, last);
        } else if (skippingBody) {
            skip(content.content().readableBytes(), last);
        }
    }

    private void skip(int bytes, boolean last) {
        skipBudget -= bytes;
        skippingBody = !last;
        if (skipBudget < 0) {
            ctx().close();
        } else if (last) {
            clock().idles();
        }
    }

    /// Writes the answer of the current exchange and makes room for the next one.
    void answer(Exchange exchange, Response response) {
        if (closing || current != exchange) {
            return;
        }
        current = null;
        boolean bodyMissing = !exchange.isBodyComplete();
        boolean keepAlive =
                exchange.isKeepAlive()
                        && (!bodyMissing || exchange.maySkipBody(WORTH_READING))
                        && !(inputClosed && waiting.isEmpty());
        skippingBody = bodyMissing && keepAlive;
        skipBudget = WORTH_READING;
        write(exchange, response, keepAlive);
        if (keepAlive) {
            if (!skippingBody) {
                clock().idles();
            }
            takeWaiting();
        } else {
            closeAfterAnswer(bodyMissing || !waiting.isEmpty());
        }
    }

    /// The exchange has something to read again.
    void wentOn(Exchange exchange) {
        if (current == exchange) {
            takeWaiting();
        }
    }

    private void write(Exchange exchange, Response response, boolean keepAlive) {
        boolean withBody = !exchange.head().isHead();
        var channel = ctx().channel();
        ctx().write(
                        encoder.encode(
                                channel.alloc(),
                                response,
                                withBody,
                                keepAlive,
                                exchange.head().isHttp10()),
                        ctx().voidPromise());
        if (withBody && response.body().length > ResponseEncoder.COPIED_BODY) {
            ctx().write(Unpooled.wrappedBuffer(response.body()), ctx().voidPromise());
        }
        unflushed = true;
        if (!inBatch || !channel.isWritable()) {
            flushIfNeeded();
        }
        AccessLog.answered(site, channel, exchange, response);
    }

    /// Tells a client that waits with its body to send it.
    void sendContinue() {
        ctx().writeAndFlush(ResponseEncoder.proceed(), ctx().voidPromise());
    }

    private void flushIfNeeded() {
        if (unflushed) {
            unflushed = false;
            ctx().flush();
        }
    }

    /// A close while the client still sends would reset the connection and could take the answer
    /// away from it, so input that nobody wants is drained for a moment.
    private void closeAfterAnswer(boolean moreIsComing) {
        closing = true;
        waiting.release();
        unflushed = false;
        var channel = ctx().channel();
        var flushed = ctx().writeAndFlush(Unpooled.EMPTY_BUFFER);
        if (!moreIsComing || inputClosed) {
            flushed.addListener(ChannelFutureListener.CLOSE);
            return;
        }
        channel.config().setAutoRead(true);
        clock().lingers();
        if (channel instanceof DuplexChannel duplex
                && channel.pipeline().get(SslHandler.class) == null) {
            flushed.addListener(_ -> duplex.shutdownOutput());
        }
    }

    /// Gives the connection away: nothing of HTTP but the decoder's context, which `taker` gets,
    /// stays behind.
    void handOver(Exchange exchange, Consumer<ChannelHandlerContext> taker) {
        if (closing || current != exchange) {
            return;
        }
        if (!waiting.isEmpty()) {
            exchange.refuseAndClose(
                    Problem.of(
                            ProblemType.BAD_REQUEST,
                            "The client sent on before its request was answered."));
            return;
        }
        current = null;
        closing = true;
        flushIfNeeded();
        var channel = ctx().channel();
        var decoder = channel.pipeline().context(RequestDecoder.class);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
        channel.config().setAutoRead(true);
        channel.pipeline().remove(this);
        taker.accept(decoder);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputClosed = true;
            endIfInputClosed();
        }
        ctx.fireUserEventTriggered(event);
    }

    /// A half-closed client still gets the answers to what it sent completely.
    private void endIfInputClosed() {
        if (inputClosed && waiting.isEmpty() && (current == null || !current.isBodyComplete())) {
            ctx().close();
        }
    }

    private void timedOut(ConnectionClock.Phase phase) {
        if (phase == ConnectionClock.Phase.BODY && current != null) {
            if (!current.isWaiting()) {
                current.refuseAndClose(tooSlow());
            }
        } else {
            LOG.debug("{} is closed: too slow in phase {}", ctx().channel(), phase);
            closing = true;
            ctx().close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException || !ctx.channel().isActive()) {
            LOG.debug("{} was lost", ctx.channel(), cause);
        } else {
            LOG.warn("{} is closed after an error below HTTP: {}", ctx.channel(), cause.toString());
        }
        ctx.close();
    }

    ChannelHandlerContext ctx() {
        return Objects.requireNonNull(context);
    }

    private ConnectionClock clock() {
        return Objects.requireNonNull(clock);
    }

    private Problem tooManyPipelined() {
        return Problem.of(
                ProblemType.TOO_MANY_PIPELINED,
                "More than "
                        + site.limits().pipelined()
                        + " requests were waiting on this connection.",
                "Wait for answers before sending on, or use more connections.");
    }

    private static Problem tooSlow() {
        return Problem.of(
                ProblemType.REQUEST_TIMEOUT,
                "The request's body came too slowly.",
                "Look for a stalled sender or a proxy that holds bodies back.");
    }
}
