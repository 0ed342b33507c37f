package dev.freshet.engine.transport;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which page of another origin may read an answer: what a browser wants to be told before it hands
/// one over (the Fetch standard's CORS protocol).
///
/// Whether the page's request is taken is another question, and the caller's. Immutable.
///
/// @param origin of the page that may read, as its request says; null for none
/// @param withCookies true when that page may also read what its user's cookies bring
public record PageAccess(@Nullable String origin, boolean withCookies) {
    /// Only pages of the server's own origin.
    public static final PageAccess OWN_PAGES = new PageAccess(null, false);

    private static final String ALLOWED_HEADERS =
            "Authorization, Content-Type, X-Grafana-Org-Id, X-Requested-With";

    /// @throws IllegalArgumentException when the origin cannot stand in a header
    public PageAccess {
        if (origin != null && !origin.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("the origin is not of visible ASCII characters");
        }
    }

    /// What every answer says, by header.
    public Map<String, String> headers() {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Vary", "Origin");
        if (origin != null) {
            headers.put("Access-Control-Allow-Origin", origin);
            if (withCookies) {
                headers.put("Access-Control-Allow-Credentials", "true");
            }
        }
        return headers;
    }

    /// What the answer to a browser's question before a request (OPTIONS) says besides (§21).
    ///
    /// @param methods for example `POST, OPTIONS`
    public static Map<String, String> preflight(String methods) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Access-Control-Max-Age", "300");
        headers.put("Access-Control-Allow-Methods", methods);
        headers.put("Access-Control-Allow-Headers", ALLOWED_HEADERS);
        return headers;
    }
}
