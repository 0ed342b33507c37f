package dev.freshet.spring;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Decides from which pages browsers may connect: the host's own, and those that are listed.
/// Immutable.
final class AllowedOrigins {
    private final List<Pattern> patterns;

    /// @param allowed `*` in one stands for any characters but `/`; alone for everything
    AllowedOrigins(List<String> allowed) {
        patterns = allowed.stream().map(AllowedOrigins::compile).toList();
    }

    private static Pattern compile(String origin) {
        if (origin.equals("*")) {
            return Pattern.compile(".*");
        }
        var regex =
                List.of(origin.strip().split("\\*", -1)).stream()
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
