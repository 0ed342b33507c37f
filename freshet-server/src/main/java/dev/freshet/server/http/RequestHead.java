package dev.freshet.server.http;

import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_ENCODING;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.EXPECT;

import dev.freshet.server.auth.AuthRequest.Lookup;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/// What a request's first line and headers say about the request itself.
record RequestHead(HttpRequest netty) {

    String method() {
        return netty.method().name();
    }

    Lookup headers() {
        return netty.headers()::get;
    }

    @Nullable String header(String name) {
        return netty.headers().get(name);
    }

    boolean isHead() {
        return method().equals("HEAD");
    }

    boolean isHttp10() {
        return netty.protocolVersion().equals(HttpVersion.HTTP_1_0);
    }

    boolean isKeepAlive() {
        return HttpUtil.isKeepAlive(netty);
    }

    /// The Content-Length, negative when there is none.
    long promisedBytes() {
        return HttpUtil.getContentLength(netty, -1L);
    }

    boolean promisesAtMost(long bytes) {
        return !netty.headers().contains(CONTENT_LENGTH) || promisedBytes() <= bytes;
    }

    /// True when the client waits for a word before it sends its body.
    boolean expectsSomething() {
        return netty.headers().contains(EXPECT);
    }

    boolean expectsContinue() {
        return HttpUtil.is100ContinueExpected(netty);
    }

    boolean isPacked() {
        var encoding = netty.headers().get(CONTENT_ENCODING);
        return encoding != null && !encoding.isEmpty() && !encoding.equalsIgnoreCase("identity");
    }

    boolean isGzip() {
        var encoding = String.valueOf(netty.headers().get(CONTENT_ENCODING));
        return encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip");
    }
}
