package dev.freshet.sources.influxdb;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Shown;
import java.util.Set;
import java.util.regex.Pattern;

/// Refuses Flux that writes or reaches out of InfluxDB, whoever asks. Rather strict than clever.
final class FluxReadOnly {
    /// A call of `to`, and every way to give it another name.
    private static final Pattern WRITES =
            Pattern.compile(
                    "\\bto\\s*\\(|\\.\\s*to\\b|\\[\\s*\"to\"\\s*\\]"
                        + "|(?:[=(,:{\\[]|\\breturn\\b|\\bthen\\b|\\belse\\b|\\|>)\\s*to\\b(?!\\s*:)");

    private static final Pattern IMPORT = Pattern.compile("\\bimport\\b[^\"]*\"([^\"]*)\"");
    private static final Set<String> ALLOWED_IMPORTS =
            Set.of(
                    "array",
                    "contrib/tomhollingworth/events",
                    "date",
                    "date/boundaries",
                    "dict",
                    "experimental",
                    "experimental/aggregate",
                    "experimental/array",
                    "experimental/date/boundaries",
                    "experimental/geo",
                    "experimental/query",
                    "experimental/record",
                    "experimental/table",
                    "influxdata/influxdb",
                    "influxdata/influxdb/sample",
                    "influxdata/influxdb/schema",
                    "influxdata/influxdb/v1",
                    "internal/debug",
                    "interpolate",
                    "join",
                    "json",
                    "math",
                    "regexp",
                    "strings",
                    "timezone",
                    "types");

    private FluxReadOnly() {}

    /// @throws SourceException when it may do more than read
    static void require(String script) throws SourceException {
        if (WRITES.matcher(script).find()) {
            throw new SourceException(
                    "The query uses to, which writes.", "Leave it out, and name nothing else so.");
        }
        var imports = IMPORT.matcher(script);
        while (imports.find()) {
            if (!ALLOWED_IMPORTS.contains(imports.group(1))) {
                throw new SourceException(
                        "The query imports \"%s\", which is not allowed here."
                                .formatted(Shown.of(imports.group(1))),
                        "Allowed are packages that only compute, for example date, math,"
                                + " strings, join and interpolate.");
            }
        }
    }
}
