package dev.freshet.sources.loki;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.LiveQuery;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.Shown;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamUnavailable;

/// One Loki that is being used.
record LokiUpstream(LokiApi api) implements Upstream {
    @Override
    public LiveQuery prepare(QueryModel model) throws SourceException {
        var interval = StepInterval.of(model);
        var isInstant = isInstant(model);
        var expression =
                new Macros(interval, model.range(), isInstant)
                        .replace(model.json().path("expr").asString("").strip());
        if (expression.isEmpty()) {
            throw new SourceException(
                    "The query has no expression.",
                    "Set its member expr, for example to {job=\"x\"}.");
        }
        if (LogQl.isOfLines(expression)) {
            return LogQuery.of(model, expression, api);
        }
        var legend = new Legend(model.json().path("legendFormat").asString("").strip(), expression);
        return new MetricQuery(api, expression, isInstant, legend, interval);
    }

    private static boolean isInstant(QueryModel model) throws SourceException {
        var type = model.json().path("queryType").asString("").strip();
        return switch (type) {
            case "", "range", "stream" -> model.json().path("instant").booleanValue(false);
            case "instant" -> true;
            default ->
                    throw new SourceException(
                            "The query's queryType is \"" + Shown.of(type) + "\".",
                            "Choose range or instant.");
        };
    }

    @Override
    public String checkHealth() throws SourceException, InterruptedException {
        int labels = api.labels().path("data").size();
        return "Loki%s; %d %s".formatted(version(), labels, labels == 1 ? "label" : "labels");
    }

    /// Gateways in front of Loki often do not answer this, which is no fault.
    private String version() throws UpstreamUnavailable, InterruptedException {
        try {
            var version = api.buildInfo().path("version").asString("");
            return version.isEmpty() ? "" : " " + Shown.of(version);
        } catch (UpstreamUnavailable e) {
            throw e;
        } catch (SourceException e) {
            return "";
        }
    }

    @Override
    public void close() {
        api.close();
    }
}
