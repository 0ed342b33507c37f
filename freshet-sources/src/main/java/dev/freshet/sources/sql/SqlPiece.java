package dev.freshet.sources.sql;

import dev.freshet.sources.upstream.TimeRange;
import java.util.function.Function;

/// A part of a query's text.
sealed interface SqlPiece {
    /// What is the same each time.
    ///
    /// @param code false for quoted texts and comments
    record Text(String text, boolean code) implements SqlPiece {
        Text(String text) {
            this(text, true);
        }
    }

    /// What tells the range that is asked for.
    record Range(Function<TimeRange, String> text) implements SqlPiece {}

    /// What lets only rows through that come after the last value seen.
    record After(String column, String comparedByBytes) implements SqlPiece {}
}
