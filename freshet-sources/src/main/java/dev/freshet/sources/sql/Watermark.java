package dev.freshet.sources.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Shown;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The column whose values say which rows are new.
///
/// @param column of the answer
record Watermark(String column) {
    /// The place of the column.
    ///
    /// @throws SourceException when the answer does not have it
    int indexIn(Answer answer) throws SourceException {
        int index = answer.indexOf(column);
        if (index < 0) {
            throw new SourceException(
                    "The answer has no column \"" + Shown.of(column) + "\" to go by.",
                    "Select it, or name another in freshet.watermark.");
        }
        return index;
    }

    /// True when a value comes after another; everything does after null.
    boolean isAfter(@Nullable Object value, @Nullable Object other) throws SourceException {
        if (value == null) {
            return false;
        }
        requireUsable(value);
        return other == null || compare(value, other) > 0;
    }

    private void requireUsable(Object value) throws SourceException {
        boolean usable =
                (value instanceof Number number && Double.isFinite(number.doubleValue()))
                        || value instanceof String
                        || value instanceof OffsetDateTime
                        || value instanceof LocalDateTime
                        || value instanceof LocalDate;
        if (!usable) {
            throw wrong("has values that are no numbers, texts or times");
        }
    }

    /// Texts by their UTF-8 bytes, as the database is told to compare them.
    private int compare(Object one, Object other) throws SourceException {
        if (one instanceof Number a && other instanceof Number b) {
            return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString()));
        }
        if (one instanceof String a && other instanceof String b) {
            return Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));
        }
        if (one instanceof OffsetDateTime a && other instanceof OffsetDateTime b) {
            return a.toInstant().compareTo(b.toInstant());
        }
        if (one instanceof LocalDateTime a && other instanceof LocalDateTime b) {
            return a.compareTo(b);
        }
        if (one instanceof LocalDate a && other instanceof LocalDate b) {
            return a.compareTo(b);
        }
        throw wrong("has values of several types");
    }

    private SourceException wrong(String what) {
        return new SourceException(
                "Watermark column \"" + Shown.of(column) + "\" " + what + ".",
                "Name a column that grows with each row: an identity, a time or a text.");
    }
}
