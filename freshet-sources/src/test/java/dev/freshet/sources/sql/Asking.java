package dev.freshet.sources.sql;

import dev.freshet.source.DataSource;
import dev.freshet.source.Frame;
import dev.freshet.source.RawJson;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamContext;
import dev.freshet.sources.upstream.UpstreamCosts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// What tests say to databases.
final class Asking {
    static final Duration TIMEOUT = Duration.ofSeconds(10);
    static final int MAX_ROWS = 1000;
    static final long MAX_BYTES = 200_000;

    private Asking() {}

    static DataSource dataSource(
            String type, String url, String user, String password, String database, String json) {
        return dataSource(type, url, user, database, json, Map.of("password", password));
    }

    static DataSource dataSource(
            String type,
            String url,
            String user,
            String database,
            String json,
            Map<String, String> secrets) {
        return new DataSource(
                1,
                "db",
                type,
                "Orders",
                url,
                user,
                database,
                false,
                "",
                RawJson.of(json),
                secrets,
                Instant.EPOCH);
    }

    static UpstreamContext context(Duration timeout) {
        return new UpstreamContext(
                timeout, MAX_ROWS, MAX_BYTES, new UpstreamCosts(), InstantSource.system());
    }

    static PolledQuery series(Upstream upstream, String sql) throws SourceException {
        return query(upstream, sql, "time_series", "{}");
    }

    static PolledQuery table(Upstream upstream, String sql) throws SourceException {
        return query(upstream, sql, "table", "{}");
    }

    /// @param own the member `freshet`
    static PolledQuery query(Upstream upstream, String sql, String format, String own)
            throws SourceException {
        var json = JsonMapper.shared().createObjectNode();
        json.put("rawSql", sql).put("format", format);
        json.set("freshet", JsonMapper.shared().readTree(own));
        return (PolledQuery)
                upstream.prepare(
                        new QueryModel(json, Duration.ofSeconds(10), Duration.ofHours(1), 500));
    }

    static TimeRange range(String from, String to) {
        return new TimeRange(at(from), at(to));
    }

    /// @param time of one day, `10:00` or `10:00:01.5`
    static Instant at(String time) {
        return Instant.parse("2026-11-25T" + (time.length() == 5 ? time + ":00" : time) + "Z");
    }

    static long nanos(String time) {
        var moment = at(time);
        return moment.getEpochSecond() * 1_000_000_000 + moment.getNano();
    }

    static Frame fetch(PolledQuery query, String from, String to)
            throws SourceException, InterruptedException {
        return query.fetch(range(from, to));
    }
}
