package dev.freshet.server.http;

import dev.freshet.engine.transport.PageAccess;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides whether a page from some origin may open sockets and write with the user's cookie.
///
/// The rules are Grafana's (`spec/grafana-live.md` §2.2): no origin, `*`, the request's own host,
/// `root_url`, then the patterns. Immutable; shared by all loops.
public final class OriginCheck {
    private final URI rootUrl;
    private final List<String> allowed;
    private final boolean everybody;
    private final List<GlobPattern> patterns;

    /// Those that are not for everybody.
    private final List<GlobPattern> named;

    /// @param allowedOrigins the entries of `[live] allowed_origins` Throws
    ///   [IllegalArgumentException] with a sentence when a pattern does not compile.
    public OriginCheck(URI rootUrl, List<String> allowedOrigins) {
        this.rootUrl = rootUrl;
        this.allowed = entries(String.join(",", allowedOrigins));
        this.everybody = allowed.equals(List.of("*"));
        this.patterns = allowed.stream().map(GlobPattern::compile).toList();
        this.named =
                allowed.stream()
                        .filter(each -> !each.equals("*"))
                        .map(GlobPattern::compile)
                        .toList();
    }

    /// Why a request with this `Origin` and `Host` is refused, empty when it is not.
    public Optional<Problem> refusal(@Nullable String origin, @Nullable String host) {
        return origin == null || everybody || isOwn(origin, host) || isListed(origin)
                ? Optional.empty()
                : Optional.of(problem(origin, host));
    }

    /// What a page of this origin may read of the answer to its request: nothing when it is
    /// refused, and what its user's cookies bring only when the origin is this server's own or was
    /// meant. `*` alone means nobody: there the socket takes cookies too, as Grafana's does, but
    /// browsers leave them out by their `SameSite` unless that is switched off.
    PageAccess access(@Nullable String origin, @Nullable String host) {
        if (origin == null || !isPrintable(origin) || refusal(origin, host).isPresent()) {
            return PageAccess.OWN_PAGES;
        }
        boolean own = isOwn(origin, host);
        return new PageAccess(origin, own || (!origin.equals("null") && isNamed(origin)));
    }

    private static boolean isPrintable(String origin) {
        return origin.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private boolean isOwn(String origin, @Nullable String host) {
        URI parsed;
        try {
            parsed = new URI(origin.toLowerCase(Locale.ROOT));
        } catch (URISyntaxException _) {
            return false;
        }
        var authority = parsed.getRawAuthority();
        return authority != null
                && (authority.equalsIgnoreCase(host) || isRootUrl(parsed, authority));
    }

    private boolean isRootUrl(URI origin, String authority) {
        if (!rootUrl.getScheme().equalsIgnoreCase(origin.getScheme())) {
            return false;
        }
        var root = rootUrl.getRawAuthority();
        return authority.equalsIgnoreCase(origin.getPort() < 0 ? withoutPort(root) : root);
    }

    private static String withoutPort(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    }

    /// Splits at commas outside braces: a list that was cut inside `{http,https}://…` is mended.
    private static List<String> entries(String setting) {
        var entries = new ArrayList<String>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= setting.length(); i++) {
            char c = i == setting.length() ? ',' : setting.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (i == setting.length() || (c == ',' && depth <= 0)) {
                entries.add(setting.substring(start, i).trim());
                start = i + 1;
            }
        }
        entries.removeIf(String::isEmpty);
        return List.copyOf(entries);
    }

    /// An origin that is not even a URL was refused before the patterns were asked.
    private boolean isListed(String origin) {
        return isUrl(origin) && patterns.stream().anyMatch(pattern -> pattern.matches(origin));
    }

    private boolean isNamed(String origin) {
        return isUrl(origin) && named.stream().anyMatch(pattern -> pattern.matches(origin));
    }

    private static boolean isUrl(String origin) {
        try {
            new URI(origin.toLowerCase(Locale.ROOT));
            return true;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private Problem problem(String origin, @Nullable String host) {
        var listed = allowed.isEmpty() ? "none" : String.join(", ", allowed);
        return Problem.of(
                ProblemType.ORIGIN_REFUSED,
                "Origin \""
                        + shorten(origin)
                        + "\" is not allowed on host \""
                        + shorten(String.valueOf(host))
                        + "\".",
                "If it is your Grafana's address, add it to allowed_origins in [live] or set"
                        + " root_url in [server] (now "
                        + rootUrl
                        + "). Allowed now: "
                        + listed
                        + ".");
    }

    private static String shorten(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
