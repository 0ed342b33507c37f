package dev.freshet.sources.elasticsearch;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.LiveQuery;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.Shown;
import dev.freshet.sources.upstream.Upstream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// One Elasticsearch or OpenSearch that is being used.
final class ElasticsearchUpstream implements Upstream {
    private static final Set<String> LUCENE =
            Set.of("", "lucene", "metric", "logs", "rawdata", "rawdocument", "builder");

    private final ElasticsearchApi api;
    private final ElasticsearchSettings settings;

    ElasticsearchUpstream(ElasticsearchApi api, ElasticsearchSettings settings) {
        this.api = api;
        this.settings = settings;
    }

    @Override
    public LiveQuery prepare(QueryModel model) throws SourceException {
        requireLucene(model.json());
        var metrics = Metric.all(model.json().path("metrics"));
        var documents = DocumentsQuery.Kind.of(metrics);
        if (documents.isPresent()) {
            return DocumentsQuery.of(model, documents.get(), search(model, ""));
        }
        return SeriesQuery.of(
                model, metrics, settings.minInterval(), field -> search(model, field));
    }

    private TimedSearch search(QueryModel model, String field) {
        var own = model.json().path("timeField").asString("").strip();
        var named = field.isEmpty() ? own : field;
        return new TimedSearch(api, settings, named.isEmpty() ? settings.timeField() : named);
    }

    private static void requireLucene(JsonNode query) throws SourceException {
        for (var member : List.of("queryType", "luceneQueryType", "editorType")) {
            var value = query.path(member).asString("").strip();
            if (!LUCENE.contains(value.toLowerCase(Locale.ROOT))) {
                throw new SourceException(
                        "The query's %s is \"%s\"; only Lucene queries become live."
                                .formatted(member, Shown.of(value)),
                        "Choose Lucene, with a metric, raw data or logs.");
            }
        }
    }

    @Override
    public String checkHealth() throws SourceException, InterruptedException {
        var version = api.info().path("version");
        var number = version.path("number").asString("");
        var product =
                version.path("distribution").asString("").equals("opensearch")
                        ? "OpenSearch"
                        : "Elasticsearch";
        requireVersion(product, number);
        return "%s %s; %s"
                .formatted(
                        product,
                        Shown.of(number),
                        new TimeFieldCheck(api, settings.timeField())
                                .ofIndexes(
                                        settings.indexes().recentPath(api.now()),
                                        settings.indexes().isFixed()));
    }

    private void requireVersion(String product, String number) throws SourceException {
        var parts = number.split("[.-]", 3);
        if (parts.length < 2 || !(parts[0] + parts[1]).matches("\\d{1,8}")) {
            throw new SourceException(
                    "Data source \""
                            + api.dataSource()
                            + "\" did not say its version as Elasticsearch does.",
                    "Check the data source's url: something else seems to answer there.");
        }
        int major = Integer.parseInt(parts[0]);
        if (product.equals("Elasticsearch")
                && (major < 7 || (major == 7 && Integer.parseInt(parts[1]) < 10))) {
            throw new SourceException(
                    "Data source \"%s\" is Elasticsearch %s, which is too old."
                            .formatted(api.dataSource(), Shown.of(number)),
                    "Use Elasticsearch 7.10 or newer, or OpenSearch.");
        }
    }

    @Override
    public void close() {
        api.close();
    }
}
