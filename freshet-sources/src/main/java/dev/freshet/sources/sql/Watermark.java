package dev.freshet.sources.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.TimeRange;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How far the values of one query's watermark column have been read. Thread-safe.
///
/// The query is asked by several channels, each of which asks for ranges one after the other, and
/// who asks is not known. So for the end of each range it is kept up to which value rows had been
/// read when a range with this end, or a later one, was asked: whoever has asked up to that end has
/// them all, and may leave them out from there on. Who begins there leaves out what was read
/// before. A range that begins before every end that is kept is asked as a whole.
///
/// This needs rows to become visible in the order of their values.
final class Watermark {
    private static final int MOST = 64;

    private final String column;
    private final TreeMap<Instant, Optional<Object>> greatestByEnd = new TreeMap<>();

    Watermark(String column) {
        this.column = column;
    }

    /// The column of the answer that has the values.
    String column() {
        return column;
    }

    /// The value after which rows of a range that begins here are new; null when all are.
    synchronized @Nullable Object before(Instant from) {
        var known = greatestByEnd.floorEntry(from);
        return known == null ? null : known.getValue().orElse(null);
    }

    /// Rows of a range were read, up to this value; null when there were none yet.
    synchronized void read(TimeRange range, @Nullable Object greatest) throws SourceException {
        var end = range.to();
        boolean oldest = greatestByEnd.isEmpty() || end.isBefore(greatestByEnd.firstKey());
        if (oldest && greatestByEnd.size() >= MOST) {
            return;
        }
        // Who asked for a range with a later end, before these rows were there, does not have them.
        var later = greatestByEnd.ceilingEntry(end);
        var value = Optional.ofNullable(greatest);
        value = later == null ? value : lesser(value, later.getValue());
        for (var earlier : greatestByEnd.headMap(end, false).entrySet()) {
            earlier.setValue(lesser(earlier.getValue(), value));
        }
        greatestByEnd.put(end, value);
        if (greatestByEnd.size() > MOST) {
            greatestByEnd.pollFirstEntry();
        }
    }

    /// When a row with this value was read first, as the end of a range; the end of this range when
    /// that is not known.
    synchronized Instant firstRead(TimeRange range, Object value) throws SourceException {
        for (var each : greatestByEnd.tailMap(range.from(), false).entrySet()) {
            var read = each.getValue();
            if (each.getKey().isBefore(range.to())
                    && read.isPresent()
                    && compare(read.get(), value) >= 0) {
                return each.getKey();
            }
        }
        return range.to();
    }

    /// The greatest value in the answer, or `known` when none is greater.
    @Nullable Object greatest(Answer answer, int index, @Nullable Object known)
            throws SourceException {
        var greatest = known;
        for (var row : answer.rows()) {
            var value = row[index];
            if (value != null && (greatest == null || compare(value, greatest) > 0)) {
                requireUsable(value);
                greatest = value;
            }
        }
        return greatest;
    }

    private void requireUsable(Object value) throws SourceException {
        boolean usable =
                value instanceof Number
                        || value instanceof String
                        || value instanceof OffsetDateTime
                        || value instanceof LocalDateTime
                        || value instanceof LocalDate;
        if (!usable) {
            throw wrong("has values that are no numbers, texts or times");
        }
    }

    private Optional<Object> lesser(Optional<Object> one, Optional<Object> other)
            throws SourceException {
        if (one.isEmpty() || other.isEmpty()) {
            return Optional.empty();
        }
        return compare(one.get(), other.get()) <= 0 ? one : other;
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
                "Watermark column \"" + column + "\" " + what + ".",
                "Name a column that grows with each row: an identity, a time or a text.");
    }
}
