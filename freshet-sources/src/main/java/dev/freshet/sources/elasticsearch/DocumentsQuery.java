package dev.freshet.sources.elasticsearch;

import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.TimeRange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The documents themselves, as a table or as logs.
final class DocumentsQuery implements PolledQuery {
    /// How documents are shown.
    enum Kind {
        RAW_DATA,
        RAW_DOCUMENT,
        LOGS;

        /// As the first metric says; empty when it is a number.
        static Optional<Kind> of(List<Metric> metrics) {
            return switch (metrics.getFirst().type()) {
                case "raw_data" -> Optional.of(RAW_DATA);
                case "raw_document" -> Optional.of(RAW_DOCUMENT);
                case "logs" -> Optional.of(LOGS);
                default -> Optional.empty();
            };
        }
    }

    private final TimedSearch search;
    private final String lucene;
    private final Kind kind;
    private final DocumentColumns columns = new DocumentColumns();
    private volatile boolean isTimeFieldKnown;

    private DocumentsQuery(TimedSearch search, String lucene, Kind kind) {
        this.search = search;
        this.lucene = lucene;
        this.kind = kind;
    }

    static DocumentsQuery of(QueryModel model, Kind kind, TimedSearch search) {
        var lucene = model.json().path("query").asString("").strip();
        return new DocumentsQuery(search, new Macros(model.interval()).replace(lucene), kind);
    }

    @Override
    public String identity() {
        return "documents\n" + kind + "\n" + search.identity(lucene);
    }

    @Override
    public Shape shape() {
        return Shape.ROWS;
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
        var documents = new DocumentPages(search, range, lucene).read();
        if (documents.isEmpty()) {
            isTimeFieldKnown = isTimeFieldKnown || search.hasTimeField(range);
            return Frame.of("", List.of());
        }
        return switch (kind) {
            case RAW_DATA -> columns.frame(search.timeField(), documents);
            case RAW_DOCUMENT -> WholeDocuments.frame(documents);
            case LOGS -> new LogLines(search.settings(), search.timeField()).frame(documents);
        };
    }
}
