package dev.freshet.sources.influxdb;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Shown;
import java.util.Set;
import java.util.regex.Pattern;

/// Refuses Flux that writes or reaches out of InfluxDB, whoever asks. Rather strict than clever.
final class FluxReadOnly {
    private static final int LONGEST = 20_000;

    /// What may stand between two words: blanks, and comments up to the end of their line.
    private static final String GAP = "(?:\\s|//[^\\n]*(?:\\n|$))*+";

    /// A call of `to`, and every way to give it another name; `wideTo` in whatever way.
    private static final Pattern WRITES =
            Pattern.compile(
                    "\\bwideTo\\b|\\bto"
                            + GAP
                            + "\\(|\\."
                            + GAP
                            + "to\\b|\\["
                            + GAP
                            + "\"(?:to\"|[^\"\\n]*\\\\)|(?:[=>(,:{\\[]|\\breturn\\b|\\bthen\\b|\\belse\\b)"
                            + GAP
                            + "to\\b(?!"
                            + GAP
                            + ":)");

    /// A call that asks another server.
    private static final Pattern ELSEWHERE =
            Pattern.compile(
                    "\\b(?:from|buckets|cardinality|databases)"
                            + GAP
                            + "\\([^)]*\\bhost"
                            + GAP
                            + ":|\\bhost"
                            + GAP
                            + ":"
                            + GAP
                            + "\"");

    private static final Pattern IMPORT =
            Pattern.compile("\\bimport" + GAP + "(?:\\w+" + GAP + ")?\"([^\"]*)\"");
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
        if (script.length() > LONGEST) {
            throw new SourceException(
                    "The query has " + script.length() + " characters.",
                    "Make it shorter than " + LONGEST + ", or make several queries of it.");
        }
        if (WRITES.matcher(script).find()) {
            throw new SourceException(
                    "The query uses to or wideTo, which write.",
                    "Leave it out, and name nothing else so.");
        }
        if (ELSEWHERE.matcher(script).find()) {
            throw new SourceException(
                    "The query names a host to ask instead of the data source.",
                    "Leave host out; another InfluxDB needs a data source of its own.");
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
