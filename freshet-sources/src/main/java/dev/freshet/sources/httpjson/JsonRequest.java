package dev.freshet.sources.httpjson;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Intervals;
import dev.freshet.sources.upstream.Shown;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.UpstreamHttp;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/// What a query asks the service, for any range. Never leaves the data source's address: neither
/// its host nor what is below its path.
final class JsonRequest {
    private final QueryMembers members;
    private final URI base;
    private final String ownParams;
    private final Duration interval;

    private JsonRequest(QueryMembers members, URI base, String ownParams, Duration interval) {
        this.members = members;
        this.base = base;
        this.ownParams = ownParams;
        this.interval = interval;
    }

    /// @param ownParams of the data source, as they stand in an address
    static JsonRequest of(QueryMembers members, URI base, String ownParams, Duration interval) {
        return new JsonRequest(members, base, ownParams, interval);
    }

    /// The interval where the query uses it, else empty.
    String usedInterval() {
        return members.toString().contains("__interval") ? Intervals.text(interval) : "";
    }

    /// Where it is asked, and with which body.
    record Bound(URI uri, String body) {}

    /// @throws SourceException when an address, a header field or a variable cannot be used
    void requireUsable(UpstreamHttp http) throws SourceException {
        var range = new TimeRange(Instant.EPOCH, Instant.EPOCH.plusSeconds(1));
        builder(http, bind(range), range);
        for (var header : members.headers()) {
            for (var own : http.headers().keySet()) {
                if (own.equalsIgnoreCase(header.name())) {
                    throw new SourceException(
                            "Query member headers sets \"%s\", which the data source sets."
                                    .formatted(Shown.of(header.name())),
                            "Leave it out of the query.");
                }
            }
        }
    }

    Bound bind(TimeRange range) throws SourceException {
        var macros = new RangeMacros(range, interval);
        return new Bound(uri(macros), macros.replaced(members.body()));
    }

    HttpRequest.Builder builder(UpstreamHttp http, Bound bound, TimeRange range)
            throws SourceException {
        var request = http.request(bound.uri()).setHeader("Accept", "application/json");
        if (members.post()) {
            request.setHeader("Content-Type", "application/json");
            request.POST(BodyPublishers.ofString(bound.body()));
        }
        var macros = new RangeMacros(range, interval);
        for (var header : members.headers()) {
            try {
                request.setHeader(header.name(), macros.replaced(header.value()));
            } catch (IllegalArgumentException e) {
                throw new SourceException(
                        "Query member headers has \"%s\", which cannot be set."
                                .formatted(Shown.of(header.name())),
                        "Use letters, digits and -, a value on one line, and none of the fields"
                                + " that belong to the connection.",
                        e);
            }
        }
        return request;
    }

    private URI uri(RangeMacros macros) throws SourceException {
        var path = below(macros.replaced(members.url()));
        var text = new StringBuilder(base.toString()).append(path);
        char next = path.contains("?") ? '&' : '?';
        for (var param : members.params()) {
            text.append(next)
                    .append(encoded(param.name()))
                    .append('=')
                    .append(encoded(macros.replaced(param.value())));
            next = '&';
        }
        if (!ownParams.isBlank()) {
            text.append(next).append(ownParams.strip().replaceFirst("^[?&]", ""));
        }
        return checked(text.toString());
    }

    /// The part behind the data source's own address.
    private String below(String url) throws SourceException {
        var own = base.toString();
        var rest = url.startsWith(own) ? url.substring(own.length()) : url;
        boolean absolute = rest.matches("(?s)(?:[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\).*");
        if (absolute || rest.contains("#")) {
            throw outside(url);
        }
        return rest.isEmpty() || rest.startsWith("/") || rest.startsWith("?") ? rest : "/" + rest;
    }

    private URI checked(String text) throws SourceException {
        try {
            var uri = new URI(text);
            boolean inside =
                    Objects.equals(uri.getScheme(), base.getScheme())
                            && Objects.equals(uri.getRawAuthority(), base.getRawAuthority())
                            && !hasDots(uri.getRawPath());
            if (inside) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new SourceException(
                    "Query member url is \"%s\", which does not make an address: %s"
                            .formatted(Shown.of(members.url()), e.getReason()),
                    "Encode what stands in it, or use params for what comes after the question"
                            + " mark.",
                    e);
        }
        throw outside(members.url());
    }

    private static boolean hasDots(String path) {
        for (var segment : path.toLowerCase(Locale.ROOT).replace("%2e", ".").split("/|%2f", -1)) {
            if (segment.replaceFirst("(?:;|%3b).*", "").equals("..")) { // some drop parameters
                return true;
            }
        }
        return false;
    }

    private static SourceException outside(String url) {
        return new SourceException(
                "Query member url is \"%s\", which leads away from the data source."
                        .formatted(Shown.of(url)),
                "Write a path below the data source's url; another host needs a data source of its"
                        + " own.");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
