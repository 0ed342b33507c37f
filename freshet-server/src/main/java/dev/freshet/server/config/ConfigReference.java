package dev.freshet.server.config;

/// Writes the reference page of all keys, in Markdown.
public final class ConfigReference {
    private static final String HEAD =
            """
            # Configuration

            Written by `freshet config docs`; do not edit by hand.

            The file is a `grafana.ini`, given with `--config FILE`. A variable `GF_<SECTION>_<KEY>` (capitals, `.` and `-` become `_`)
            goes before the file, `GF_<SECTION>_<KEY>__FILE` names a file that holds the value, and the command line goes before both.
            `$__env{NAME}`, `$__file{path}` and `%(key)s` stand for a variable, the text of a file and another key of the section.
            Keys that only Grafana uses are accepted and do nothing here. Durations are written `10s`, `5m`, `7d`, sizes `65536` or `16MiB`.
            `;` and `#` begin a comment, also behind a value: put a value that contains them between backticks.

            `freshet config check` says everything that is wrong at once; `freshet config print` shows what is in force and why.
            """;

    private ConfigReference() {}

    /// The whole page.
    public static String markdown() {
        var page = new StringBuilder(HEAD);
        var section = "";
        for (var key : Keys.all()) {
            if (!key.section().equals(section)) {
                section = key.section();
                page.append("\n## `[").append(section).append("]`\n\n");
                page.append("| key | type | default | meaning |\n| --- | --- | --- | --- |\n");
            }
            page.append("| `")
                    .append(key.name().key())
                    .append("` | ")
                    .append(type(key))
                    .append(" | ")
                    .append(key.defaultText().isEmpty() ? "" : "`" + key.defaultText() + "`")
                    .append(" | ")
                    .append(key.meaning())
                    .append(" |\n");
        }
        return page.toString();
    }

    private static String type(ConfigKey<?> key) {
        var shown = key.type().name();
        return key.unit().isEmpty() ? shown : shown + " (" + key.unit() + ")";
    }
}
