package dev.freshet.server.query;

import dev.freshet.server.datasource.DataSources;
import dev.freshet.server.metrics.MetricRegistry;
import dev.freshet.sources.polling.LiveQueries;
import dev.freshet.sources.upstream.UpstreamCosts.Counts;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/// What asking data sources costs, for Prometheus; labelled `<organisation>/<uid>`.
public final class QueryMetrics {
    private final LiveQueries live;
    private final DataSources dataSources;

    private QueryMetrics(LiveQueries live, DataSources dataSources) {
        this.live = live;
        this.dataSources = dataSources;
    }

    public static void bind(MetricRegistry registry, LiveQueries live, DataSources dataSources) {
        var metrics = new QueryMetrics(live, dataSources);
        registry.gauge(
                "grafana_live_source_polls",
                "Distinct queries that are being asked again and again.",
                live::polls);
        metrics.counter(registry, "queries", "Queries asked.", Counts::queries);
        metrics.counter(registry, "failures", "Queries that failed.", Counts::failures);
        metrics.counter(registry, "rows", "Rows that were read.", Counts::rows);
        metrics.counter(registry, "bytes", "Bytes of answers that were read.", Counts::bytes);
        metrics.counter(
                registry,
                "wait_milliseconds",
                "Time spent waiting for answers.",
                counts -> counts.waited().toMillis());
        metrics.counter(
                registry,
                "duplicate_rows",
                "Rows that came again and were left out.",
                Counts::duplicates);
        metrics.counter(
                registry,
                "late_rows",
                "Points that came after later ones were shown, and were left out.",
                Counts::late);
    }

    private void counter(
            MetricRegistry registry, String name, String help, ToLongFunction<Counts> of) {
        registry.counters(
                "grafana_live_source_" + name + "_total", help, "datasource", () -> values(of));
    }

    private Map<String, Long> values(ToLongFunction<Counts> of) {
        var values = new TreeMap<String, Long>();
        live.costs()
                .forEach((id, counts) ->
                        dataSources
                                .numbered(id)
                                .ifPresent(stored ->
                                        values.put(
                                                stored.orgId() + "/" + stored.source().uid(),
                                                of.applyAsLong(counts))));
        return values;
    }
}
