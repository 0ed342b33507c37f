package dev.freshet.engine.transport;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Which requests the engine's own HTTP front takes, by their heads.
final class EndpointCheck {
    private EndpointCheck() {}

    /// What is at the request's path; null for nothing.
    static @Nullable Endpoint endpoint(EndpointPaths paths, HttpRequest head) {
        int query = head.uri().indexOf('?');
        return paths.at(query < 0 ? head.uri() : head.uri().substring(0, query));
    }

    /// True for a browser's question what it may send.
    static boolean isOptions(HttpRequest head, Endpoint endpoint) {
        return head.method().equals(HttpMethod.OPTIONS) && endpoint.answersOptions();
    }

    /// Why the request is not taken, null when it is.
    static @Nullable Refusal refusal(
            Endpoints endpoints, HttpRequest head, @Nullable Endpoint endpoint) {
        if (head.decoderResult().isFailure()) {
            return new Refusal(HttpResponseStatus.BAD_REQUEST, "This is not an HTTP request.");
        }
        if (endpoint == null) {
            return new Refusal(
                    HttpResponseStatus.NOT_FOUND,
                    "There is nothing here, only at "
                            + String.join(", ", endpoints.paths().all())
                            + ".");
        }
        if (!isQueryReadable(head.uri())) {
            return new Refusal(
                    HttpResponseStatus.BAD_REQUEST,
                    "The query of \""
                            + head.uri()
                            + "\" has a percent sign that begins no escape; write %25.");
        }
        var refusal = isOptions(head, endpoint) ? null : endpoint.refusal(head);
        return refusal == null ? foreignOrTooLong(endpoints, head) : refusal;
    }

    private static boolean isQueryReadable(String uri) {
        try {
            if (uri.indexOf('%') >= 0) {
                new QueryStringDecoder(uri).parameters();
            }
            return true;
        } catch (IllegalArgumentException badEscape) {
            return false;
        }
    }

    private static @Nullable Refusal foreignOrTooLong(Endpoints endpoints, HttpRequest head) {
        var origin = head.headers().get(HttpHeaderNames.ORIGIN);
        if (origin != null && !isSameHost(origin, head.headers().get(HttpHeaderNames.HOST))) {
            return new Refusal(
                    HttpResponseStatus.FORBIDDEN,
                    "Origin \"" + origin + "\" is not the host that is connected to.");
        }
        return RequestBody.wouldExceed(
                        endpoints.maxBodyBytes(), HttpUtil.getContentLength(head, 0L))
                ? tooLong(endpoints)
                : null;
    }

    static Refusal tooLong(Endpoints endpoints) {
        return new Refusal(
                HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                "The body is longer than " + endpoints.maxBodyBytes() + " bytes.");
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
}
