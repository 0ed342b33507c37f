package dev.freshet.sources.httpjson;

import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.UpstreamContext;
import dev.freshet.sources.upstream.UpstreamHttp;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One query of an HTTP service. What the service marked with `ETag` or `Last-Modified` is asked
/// for with `If-None-Match` or `If-Modified-Since`; what has not changed is not read again.
final class HttpJsonQuery implements PolledQuery {
    private static final int NOT_MODIFIED = 304;

    private final UpstreamHttp http;
    private final UpstreamContext context;
    private final String name;
    private final QueryMembers members;
    private final JsonRequest request;
    private volatile @Nullable Known known;

    /// The answer to a request that may be asked for again.
    private record Known(
            JsonRequest.Bound request,
            @Nullable String tag,
            @Nullable String modified,
            Frame frame) {}

    /// @param name of the data source
    HttpJsonQuery(
            UpstreamHttp http,
            UpstreamContext context,
            String name,
            QueryMembers members,
            JsonRequest request) {
        this.http = http;
        this.context = context;
        this.name = name;
        this.members = members;
        this.request = request;
    }

    @Override
    public String identity() {
        return String.join(
                "\n",
                members.url(),
                Boolean.toString(members.post()),
                members.params().toString(),
                members.headers().toString(),
                members.body(),
                members.root() == null ? "" : members.root().getPath(),
                fields(),
                Boolean.toString(members.series()),
                request.usedInterval());
    }

    private String fields() {
        var text = new StringBuilder();
        for (var field : members.fields()) {
            text.append(field.name()).append(' ');
            text.append(field.path().getPath()).append(' ');
            text.append(field.type()).append(' ').append(field.timeFormat()).append(';');
        }
        return text.toString();
    }

    @Override
    public Shape shape() {
        return members.series() ? Shape.SERIES : Shape.ROWS;
    }

    @Override
    public Duration step() {
        return Duration.ZERO;
    }

    @Override
    public Duration completeAfter() {
        return Duration.ZERO;
    }

    @Override
    public Frame fetch(TimeRange range) throws SourceException, InterruptedException {
        var bound = request.bind(range);
        var builder = request.builder(http, bound, range);
        var before = known(bound);
        if (before != null && before.tag() != null) {
            builder.setHeader("If-None-Match", before.tag());
        }
        if (before != null && before.modified() != null) {
            builder.setHeader("If-Modified-Since", before.modified());
        }
        var response = http.send(builder);
        if (response.statusCode() == NOT_MODIFIED) {
            return before == null ? refuse() : before.frame();
        }
        var frame = frame(response);
        known = known(bound, response, frame);
        return frame;
    }

    private @Nullable Known known(JsonRequest.Bound bound) {
        var before = known;
        return before != null && before.request().equals(bound) ? before : null;
    }

    private Frame refuse() throws SourceException {
        throw new SourceException(
                "Data source \"%s\" answers that nothing has changed, though it was not asked."
                        .formatted(name),
                "Check what stands between: a cache may answer wrongly.");
    }

    private Frame frame(HttpResponse<byte[]> response) throws SourceException {
        var rows = new JsonRows(members, name, context.maxRows());
        return JsonFrames.of(members, rows.columns(http.json(response)));
    }

    private @Nullable Known known(
            JsonRequest.Bound bound, HttpResponse<byte[]> response, Frame frame) {
        var tag = response.headers().firstValue("ETag").orElse(null);
        var modified = response.headers().firstValue("Last-Modified").orElse(null);
        return members.post() || (tag == null && modified == null)
                ? null
                : new Known(bound, tag, modified, frame);
    }
}
