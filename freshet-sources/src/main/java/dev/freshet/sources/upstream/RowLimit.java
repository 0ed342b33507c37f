package dev.freshet.sources.upstream;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;

/// Counts the rows of one answer, or its points, and refuses those that are too many. For one
/// thread.
public final class RowLimit {
    private static final int CELLS_PER_ROW = 50;

    private final DataSource dataSource;
    private final int max;
    private final long maxBytes;
    private int rows;
    private long bytes;

    public RowLimit(DataSource dataSource, UpstreamContext context) {
        this.dataSource = dataSource;
        this.max = context.maxRows();
        this.maxBytes = context.maxBytes();
    }

    /// Counts one more.
    ///
    /// @throws SourceException when there are too many
    public void count() throws SourceException {
        if (++rows > max) {
            throw tooMany("answered with more than " + max + " points or rows");
        }
    }

    /// Counts what a row holds, where an answer comes in several pages.
    ///
    /// @throws SourceException when it is too much
    public void countBytes(long more) throws SourceException {
        bytes += more;
        if (bytes > maxBytes) {
            throw new SourceException(
                    "Data source \"%s\" answered with more than %d bytes."
                            .formatted(dataSource.name(), maxBytes),
                    "Narrow the query, or raise [freshet.sources] max_response_bytes.");
        }
    }

    /// Allows a table of this size. Series whose points are all at different times make one that is
    /// far larger than their points.
    ///
    /// @throws SourceException when it is too large
    public void requireTable(long tableRows, long fields) throws SourceException {
        if (tableRows * fields > (long) max * CELLS_PER_ROW) {
            throw tooMany(
                    "answered with %d series that have points at %d different times"
                            .formatted(fields, tableRows));
        }
    }

    private SourceException tooMany(String what) {
        return new SourceException(
                "Data source \"" + dataSource.name() + "\" " + what + ".",
                "Ask for fewer series, a larger interval or a shorter range, or raise"
                        + " [freshet.sources] max_rows.");
    }
}
