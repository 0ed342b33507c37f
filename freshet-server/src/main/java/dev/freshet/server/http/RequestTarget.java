package dev.freshet.server.http;

import org.jspecify.annotations.Nullable;

/// The two halves of a request's target, both still percent-encoded.
record RequestTarget(String path, String query) {

    /// Takes `/path?query` or `http://host/path?query`; null when it is neither.
    static @Nullable RequestTarget parse(String uri) {
        int start = 0;
        if (!uri.startsWith("/")) {
            int scheme = uri.startsWith("http://") ? 7 : uri.startsWith("https://") ? 8 : -1;
            start = scheme < 0 ? -1 : uri.indexOf('/', scheme);
        }
        if (start < 0 || uri.indexOf('#') >= 0) {
            return null;
        }
        int question = uri.indexOf('?', start);
        return question < 0
                ? new RequestTarget(start == 0 ? uri : uri.substring(start), "")
                : new RequestTarget(uri.substring(start, question), uri.substring(question + 1));
    }
}
