package dev.freshet.server.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Publishes with `POST {"channel","data"}` on a kept connection, which it opens again when the
/// server closed it.
final class HttpPublisher implements Publisher {
    private static final int MAX_SHOWN = 300;

    private final Publishers owner;
    private final byte[] head;
    private final ByteBuf body = Unpooled.buffer();
    private @Nullable Channel channel;
    private @Nullable PublishingRound round;
    private long publication;
    private long sentAt;
    private boolean closed;

    HttpPublisher(Publishers owner) {
        this.owner = owner;
        this.head = owner.dialer().target().publishHead().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void open() {
        owner.dialer().open(List.of(new HttpResponseDecoder(), new Answers()), owner::failed);
    }

    @Override
    public void publish(long number, PublishingRound current) {
        round = current;
        publication = number;
        sentAt = owner.now();
        body.clear();
        ByteBufUtil.writeAscii(
                body,
                "{\"channel\":\""
                        + owner.plan().publishName(owner.channelOf(number))
                        + "\",\"data\":");
        owner.text().write(body, number);
        body.writeByte('}');
        send(body);
    }

    private void send(ByteBuf content) {
        if (channel == null) {
            return;
        }
        int size = content.readableBytes();
        var request = channel.alloc().directBuffer(head.length + size + 16).writeBytes(head);
        ByteBufUtil.writeAscii(request, size + "\r\n\r\n");
        channel.writeAndFlush(request.writeBytes(content));
    }

    @Override
    public void close() {
        closed = true;
        if (channel != null) {
            channel.close();
        }
    }

    /// Tells what came of the publication under way, if there is one.
    private void answered(@Nullable String refusal) {
        var current = round;
        round = null;
        if (current == null) {
            return;
        }
        if (refusal == null) {
            owner.accepted(current, publication, sentAt);
        } else {
            current.refused(refusal);
        }
    }

    /// The answers on one connection.
    private final class Answers extends SimpleChannelInboundHandler<HttpObject> {
        private HttpResponseStatus status = HttpResponseStatus.OK;
        private final StringBuilder shown = new StringBuilder();
        private boolean stays = true;

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            channel = ctx.channel();
            owner.ready(HttpPublisher.this);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
            if (part instanceof HttpResponse response) {
                status = response.status();
                stays = HttpUtil.isKeepAlive(response);
                shown.setLength(0);
            }
            if (part instanceof HttpContent content && isRefusal() && shown.length() < MAX_SHOWN) {
                shown.append(content.content().toString(StandardCharsets.UTF_8));
            }
            if (part instanceof LastHttpContent) {
                answered(isRefusal() ? "HTTP " + status + ": " + shown : null);
                next(ctx);
            }
        }

        private boolean isRefusal() {
            return status.code() >= 300;
        }

        private void next(ChannelHandlerContext ctx) {
            if (stays) {
                owner.ready(HttpPublisher.this);
            } else {
                ctx.close();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            answered("the server closed the connection instead of answering");
            owner.lost(HttpPublisher.this);
            if (!closed) {
                open();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
