package dev.freshet.sources.influxdb;

import dev.freshet.source.SourceException;
import java.util.regex.Pattern;

/// Refuses what changes an InfluxDB, whoever asks. Rather strict than clever: where a text could be
/// read in two ways, the bad one counts.
final class ReadOnly {
    private static final Pattern ALLOWED =
            Pattern.compile("(?:select|show)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern INTO = Pattern.compile("\\binto\\b", Pattern.CASE_INSENSITIVE);

    private ReadOnly() {}

    /// The statement, without a semicolon at its end.
    ///
    /// @throws SourceException when it is not one SELECT or SHOW
    static String require(String query) throws SourceException {
        var statement = query.strip().replaceFirst("[;\\s]+$", "");
        if (!ALLOWED.matcher(statement).matches()) {
            throw refused("is not a SELECT or SHOW");
        }
        var suspicious = withoutTexts(statement);
        if (suspicious.contains(";")) {
            throw refused("has a semicolon: it may be several statements");
        }
        if (INTO.matcher(suspicious).find()) {
            throw refused("has the word INTO: it may write");
        }
        return statement;
    }

    /// A quote inside of a regular expression begins no text, and telling that from a division is
    /// guessing. So texts are left out only where there is no slash.
    private static String withoutTexts(String statement) {
        if (statement.contains("/")) {
            return statement;
        }
        var rest = new StringBuilder();
        for (var token : Tokens.of(statement)) {
            rest.append(token.kind() == Tokens.Kind.QUOTED ? "''" : token.text()).append(' ');
        }
        return rest.toString();
    }

    private static SourceException refused(String why) {
        return new SourceException(
                "The query " + why + ".",
                "Write one SELECT or SHOW statement, which reads only. In a query with a regular"
                        + " expression or a division, names and texts cannot have these either.");
    }
}
