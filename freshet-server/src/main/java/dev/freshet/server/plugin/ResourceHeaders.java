package dev.freshet.server.plugin;

import dev.freshet.plugins.ResourceReply;
import dev.freshet.server.auth.AuthRequest.Lookup;
import dev.freshet.server.http.Response;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What of a request's headers a plugin is told, and what of its answer a browser.
///
/// Nothing that says who somebody is goes to a plugin, whatever header a proxy puts it in: only
/// headers that are known to be harmless do. And no answer of a plugin's has a say in cookies, in
/// the connection, or in what pages may do with this server.
final class ResourceHeaders {
    private static final List<String> FORWARDED =
            List.of(
                    "Accept",
                    "Accept-Encoding",
                    "Accept-Language",
                    "Cache-Control",
                    "Content-Language",
                    "Content-Type",
                    "If-Match",
                    "If-Modified-Since",
                    "If-None-Match",
                    "If-Range",
                    "If-Unmodified-Since",
                    "Range",
                    "Traceparent",
                    "Tracestate",
                    "User-Agent",
                    "X-Cache-Skip",
                    "X-Dashboard-Title",
                    "X-Dashboard-Uid",
                    "X-Datasource-Uid",
                    "X-Grafana-From-Expr",
                    "X-Panel-Id",
                    "X-Panel-Plugin-Id",
                    "X-Panel-Title",
                    "X-Plugin-Id",
                    "X-Query-Group-Id",
                    "X-Request-Id",
                    "X-Requested-With");
    private static final Set<String> KEPT_BACK =
            Set.of(
                    "alt-svc",
                    "clear-site-data",
                    "connection",
                    "content-length",
                    "content-security-policy",
                    "content-security-policy-report-only",
                    "date",
                    "keep-alive",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "proxy-connection",
                    "server",
                    "service-worker-allowed",
                    "set-cookie",
                    "set-cookie2",
                    "strict-transport-security",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "www-authenticate",
                    "x-content-type-options");
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");
    private static final int MOST_CHARACTERS = 16 * 1024;

    private ResourceHeaders() {}

    static Map<String, List<String>> forPlugin(Lookup headers) {
        var forwarded = new TreeMap<String, List<String>>();
        for (var name : FORWARDED) {
            var value = headers.find(name);
            if (value != null) {
                forwarded.put(name, List.of(value));
            }
        }
        return forwarded;
    }

    /// A plugin's answer as HTTP's; a status that HTTP has not is a problem.
    static Response response(String pluginId, ResourceReply reply) {
        if (reply.status() < 200 || reply.status() > 599) {
            return failed(
                    pluginId, "the status " + reply.status() + ", which is none of an answer");
        }
        var headers = kept(reply.headers());
        int characters = 0;
        boolean empty = reply.status() == 204 || reply.status() == 304;
        var answer =
                empty
                        ? Response.empty(reply.status())
                        : Response.of(
                                reply.status(),
                                first(headers, "content-type", "application/json"),
                                reply.body());
        for (var header : headers.entrySet()) {
            for (var value : header.getValue()) {
                characters += header.getKey().length() + value.length();
                if (characters > MOST_CHARACTERS) {
                    return failed(pluginId, "more than 16 KiB of headers");
                }
                if (!header.getKey().equalsIgnoreCase("content-type")) {
                    answer = answer.withHeader(header.getKey(), value);
                }
            }
        }
        // A plugin's HTML is no page of this server's: it must not act with its viewer's cookie.
        return answer.withHeader("Content-Security-Policy", "sandbox");
    }

    private static Map<String, List<String>> kept(Map<String, List<String>> headers) {
        var own = new HashSet<String>(KEPT_BACK);
        headers.forEach((name, values) -> {
            if (name.equalsIgnoreCase("connection")) {
                values.forEach(value ->
                        own.addAll(List.of(value.toLowerCase(Locale.ROOT).split("[,\\s]+", -1))));
            }
        });
        var kept = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> {
            var lower = name.toLowerCase(Locale.ROOT);
            if (!own.contains(lower)
                    && !lower.startsWith("access-control-")
                    && NAME.matcher(name).matches()
                    && values.stream().allMatch(value -> VALUE.matcher(value).matches())) {
                kept.put(name, values);
            }
        });
        return kept;
    }

    private static String first(Map<String, List<String>> headers, String name, String otherwise) {
        var values = headers.getOrDefault(name, List.of());
        return values.isEmpty() ? otherwise : values.getFirst();
    }

    private static Response failed(String pluginId, String what) {
        return Response.problem(
                Problem.of(
                        ProblemType.SOURCE_FAILED,
                        "Plugin \"" + pluginId + "\" answered with " + what + ".",
                        "Report it to the plugin's author."));
    }
}
