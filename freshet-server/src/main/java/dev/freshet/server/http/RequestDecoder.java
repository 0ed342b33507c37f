package dev.freshet.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/// Netty's request decoder, at its strictest: a second reading of where a request ends is an error.
final class RequestDecoder extends HttpRequestDecoder {
    private final Runnable bytesArrived;

    /// @param bytesArrived told before each piece is decoded, so that a slow header has a clock
    RequestDecoder(HttpLimits limits, Runnable bytesArrived) {
        super(
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(limits.requestLineBytes())
                        .setMaxHeaderSize(limits.headerBytes())
                        .setMaxChunkSize(64 * 1024)
                        .setAllowDuplicateContentLengths(false)
                        .setStrictLineParsing(true)
                        .setUseRfc9112TransferEncoding(true)
                        .setValidateHeaders(true));
        this.bytesArrived = bytesArrived;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) throws Exception {
        bytesArrived.run();
        super.channelRead(ctx, msg);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
    }
}
