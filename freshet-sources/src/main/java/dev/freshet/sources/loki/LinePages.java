package dev.freshet.sources.loki;

import dev.freshet.source.SourceException;
import java.util.List;

/// Reads all lines of a range, page by page, in the order of their times.
///
/// A page begins at the very nanosecond of the last line before, so some lines come twice.
record LinePages(LokiApi api, String expression) {
    private static final int PAGE = 1_000;

    /// Loki refuses longer pages unless told otherwise.
    private static final int LONGEST_PAGE = 5_000;

    /// Takes a page.
    interface Taker {
        void take(List<Line> lines) throws SourceException;
    }

    /// @param start in nanoseconds, inclusive
    /// @param end exclusive
    void read(long start, long end, Taker taker) throws SourceException, InterruptedException {
        int limit = PAGE;
        long from = start;
        while (from < end) {
            var lines = Lines.of(api.lines(expression, from, end, limit, "forward"), api);
            taker.take(lines);
            if (lines.size() < limit) {
                return;
            }
            long last = lines.getLast().time();
            if (last > from) {
                from = last;
                limit = PAGE;
            } else if (limit < LONGEST_PAGE) {
                limit = LONGEST_PAGE;
            } else {
                throw new SourceException(
                        "Data source \"%s\" has more than %d lines of one same nanosecond."
                                .formatted(api.dataSource(), LONGEST_PAGE),
                        "Narrow the query.");
            }
        }
    }
}
