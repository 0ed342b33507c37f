package dev.freshet.engine.transport;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The opening handshake (RFC 6455 §4.2).
public final class WebSocketHandshake {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private WebSocketHandshake() {}

    /// Why the request cannot become a WebSocket, one sentence; null when it can.
    public static @Nullable String refusal(HttpRequest request) {
        var headers = request.headers();
        if (!request.method().equals(HttpMethod.GET)) {
            return "A WebSocket is opened with GET, not " + request.method() + ".";
        }
        if (request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0) {
            return "A WebSocket needs HTTP/1.1, not " + request.protocolVersion() + ".";
        }
        if (!headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                || !headers.containsValue(
                        HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
            return "The headers Connection: Upgrade and Upgrade: websocket are missing; a proxy in"
                    + " between may drop them.";
        }
        if (!"13".equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            return "Sec-WebSocket-Version is "
                    + headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION)
                    + "; only 13 is supported.";
        }
        var key = headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY);
        return isKey(key) ? null : "Sec-WebSocket-Key is not 16 bytes in Base64.";
    }

    private static boolean isKey(@Nullable String key) {
        try {
            return key != null && Base64.getDecoder().decode(key.strip()).length == 16;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /// Throws unless the request can become a WebSocket.
    static void check(HttpRequest request) {
        var refusal = refusal(request);
        if (refusal != null) {
            throw new IllegalArgumentException(refusal);
        }
    }

    /// Writes the 101 and puts the new handler in the place of all HTTP handlers.
    ///
    /// @param extensions what is agreed; null for none
    static void complete(
            ChannelHandlerContext ctx,
            HttpRequest request,
            List<String> known,
            @Nullable String extensions,
            Supplier<? extends ChannelHandler> handler) {
        check(request);
        var answer = new StringBuilder(192);
        answer.append("HTTP/1.1 101 Switching Protocols\r\n");
        header(answer, "Upgrade", "websocket");
        header(answer, "Connection", "Upgrade");
        header(answer, "Sec-WebSocket-Accept", acceptKey(request));
        var protocol = subprotocol(request, known);
        if (protocol != null) {
            header(answer, "Sec-WebSocket-Protocol", protocol);
        }
        if (extensions != null) {
            header(answer, "Sec-WebSocket-Extensions", extensions);
        }
        answer.append("\r\n");
        HttpTakeover.complete(ctx, ByteBufUtil.writeAscii(ctx.alloc(), answer), handler);
    }

    /// The first of the client's sub-protocols that is known; null when none is.
    static @Nullable String subprotocol(HttpRequest request, List<String> known) {
        for (var header : request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL)) {
            for (var offered : header.split(",", -1)) {
                if (known.contains(offered.strip())) {
                    return offered.strip();
                }
            }
        }
        return null;
    }

    private static void header(StringBuilder out, String name, String value) {
        out.append(name).append(": ").append(value).append("\r\n");
    }

    private static String acceptKey(HttpRequest request) {
        var key = request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY).strip();
        try {
            var sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder()
                    .encodeToString(sha1.digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
