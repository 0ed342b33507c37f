package dev.freshet.spring;

import dev.freshet.engine.transport.PageAccess;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Decides from which pages browsers may connect: the host's own, and those that are listed.
/// Immutable.
final class AllowedOrigins {
    private static final Pattern EVERYBODY = Pattern.compile(".*");

    /// `null` is what browsers send for pages without an origin, of a file for example.
    private static final Pattern ORIGIN = Pattern.compile("null|[^/\\s]+://[^/\\s]+");

    private final List<Pattern> patterns;

    /// @param allowed `*` in one stands for any characters but `/`; alone for everything
    /// @throws IllegalArgumentException with a sentence when one is like no origin that a browser
    ///   sends
    AllowedOrigins(List<String> allowed) {
        patterns = allowed.stream().map(AllowedOrigins::compile).toList();
    }

    private static Pattern compile(String origin) {
        var pattern = origin.strip();
        if (pattern.equals("*")) {
            return EVERYBODY;
        }
        if (!ORIGIN.matcher(pattern).matches()) {
            throw new IllegalArgumentException(
                    "\""
                            + origin
                            + "\" is like no origin; write scheme://host or scheme://host:port"
                            + " without a path, for example https://dash.example");
        }
        var regex =
                List.of(pattern.split("\\*", -1)).stream()
                        .map(Pattern::quote)
                        .collect(Collectors.joining("[^/]*"));
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }

    /// @param origin null when the peer is no browser
    boolean allow(@Nullable String origin, @Nullable String host) {
        return origin == null
                || isSameHost(origin, host)
                || patterns.stream().anyMatch(each -> each.matcher(origin).matches());
    }

    /// Which page may read the answer; null when this one may not connect. Only who is meant, and
    /// not by `*` alone, reads what its user's cookies bring.
    ///
    /// @param origin null when the peer is no browser
    @Nullable PageAccess access(@Nullable String origin, @Nullable String host) {
        if (!allow(origin, host)) {
            return null;
        }
        if (origin == null || !origin.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            return PageAccess.OWN_PAGES;
        }
        boolean named =
                !origin.equals("null")
                        && patterns.stream()
                                .anyMatch(each ->
                                        each != EVERYBODY && each.matcher(origin).matches());
        return new PageAccess(origin, named || isSameHost(origin, host));
    }

    /// The origin of a page's address; null when it has none.
    static @Nullable String originOf(@Nullable String page) {
        int host = page == null ? -1 : page.indexOf("://");
        if (page == null || host < 0) {
            return null;
        }
        int path = page.indexOf('/', host + 3);
        return path < 0 ? page : page.substring(0, path);
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
