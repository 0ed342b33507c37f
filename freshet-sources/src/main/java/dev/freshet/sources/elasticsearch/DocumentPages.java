package dev.freshet.sources.elasticsearch;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.RowLimit;
import dev.freshet.sources.upstream.TimeRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Reads all documents of a range, page by page, in the order of their times. For one thread.
///
/// A page begins at the very nanosecond of the last document before, and what comes again is left
/// out: documents of one same moment have no order that holds from one request to the next, so
/// continuing behind one of them could miss others.
final class DocumentPages {
    static final int PAGE = 1_000;

    /// Elasticsearch refuses longer pages unless told otherwise.
    private static final int LONGEST_PAGE = 10_000;

    private final TimedSearch search;
    private final TimeRange range;
    private final String lucene;
    private final RowLimit limit;
    private final List<Document> documents = new ArrayList<>();
    private final Set<String> atLastTime = new HashSet<>();
    private long lastTime = Long.MIN_VALUE;

    DocumentPages(TimedSearch search, TimeRange range, String lucene) {
        this.search = search;
        this.range = range;
        this.lucene = lucene;
        this.limit = search.api().rowLimit();
    }

    /// All of them, by time, then index and id.
    List<Document> read() throws SourceException, InterruptedException {
        int size = PAGE;
        while (true) {
            var hits = page(size);
            int before = documents.size();
            for (var hit : hits) {
                add(hit);
            }
            if (hits.size() < size) {
                break;
            }
            size = documents.size() > before ? PAGE : larger(size);
        }
        documents.sort(
                Comparator.comparingLong(Document::time)
                        .thenComparing(Document::index)
                        .thenComparing(Document::id));
        return documents;
    }

    private JsonNode page(int size) throws SourceException, InterruptedException {
        var body = search.body(range, lucene).put("size", size).put("track_total_hits", false);
        // fields of both kinds, date and date_nanos, are sorted by nanoseconds
        body.putArray("sort")
                .addObject()
                .putObject(search.timeField())
                .put("order", "asc")
                .put("numeric_type", "date_nanos")
                .put("unmapped_type", "date_nanos");
        if (lastTime != Long.MIN_VALUE) {
            body.putArray("search_after").add(lastTime - 1);
        }
        return search.send(range, body).path("hits").path("hits");
    }

    private void add(JsonNode hit) throws SourceException {
        var time = hit.path("sort").path(0);
        if (!time.isIntegralNumber()) {
            throw new SourceException(
                    "Data source \"%s\" found a document without a time."
                            .formatted(search.api().dataSource()),
                    "Set timeField to a field of type date or date_nanos.");
        }
        var document =
                new Document(
                        time.longValue(),
                        hit.path("_index").asString(""),
                        hit.path("_id").asString(""),
                        hit.path("_source"));
        if (document.time() != lastTime) {
            atLastTime.clear();
            lastTime = document.time();
        }
        if (atLastTime.add(document.key())) {
            limit.count();
            limit.countBytes(document.size());
            documents.add(document);
        }
    }

    private int larger(int size) throws SourceException {
        if (size < LONGEST_PAGE) {
            return Math.min(size * 2, LONGEST_PAGE);
        }
        throw new SourceException(
                "Data source \"%s\" has more than %d documents of one same moment."
                        .formatted(search.api().dataSource(), LONGEST_PAGE),
                "Narrow the query.");
    }
}
