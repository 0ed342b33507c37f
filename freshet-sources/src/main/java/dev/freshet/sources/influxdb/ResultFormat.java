package dev.freshet.sources.influxdb;

import dev.freshet.source.SourceException;
import dev.freshet.sources.influxdb.Statement.Summary;

/// Whether rows are series or a table.
final class ResultFormat {
    private ResultFormat() {}

    /// @param member of the query that says so
    /// @throws SourceException when it is neither, or several values are to be one series
    static boolean isTable(String member, String format, Summary summary) throws SourceException {
        return switch (format) {
            case "table", "logs" -> true;
            case "", "time_series" -> {
                if (summary == Summary.VALUES) {
                    throw severalValues(member);
                }
                yield false;
            }
            default -> throw QueryBuilder.wrong(member, format, "Set it to time_series or table.");
        };
    }

    static SourceException severalValues(String member) {
        return new SourceException(
                "The query gives several values for the whole range.",
                "Set " + member + " to table, or group by intervals of time.");
    }
}
