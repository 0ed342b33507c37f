package dev.freshet.sources.sql;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Shown;
import dev.freshet.sources.upstream.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A query's text with its macros understood, from which the statement for a range is made.
///
/// A range is written as literals of numbers and times that we format; the last value seen is a
/// parameter.
final class SqlTemplate {
    private static final Pattern MACRO = Pattern.compile("\\$__([A-Za-z_]+)");

    private final List<SqlPiece> pieces;
    private final Macros macros;
    private final SqlQuoting quoting;

    private SqlTemplate(List<SqlPiece> pieces, Macros macros, SqlQuoting quoting) {
        this.pieces = List.copyOf(pieces);
        this.macros = macros;
        this.quoting = quoting;
    }

    /// @throws SourceException when a macro is not known or used wrongly
    static SqlTemplate of(SqlText sql, Dialect dialect) throws SourceException {
        var reader = new Reader(sql, new Macros(dialect));
        reader.read();
        return new SqlTemplate(reader.pieces, reader.macros, dialect.quoting());
    }

    /// True when a macro lets only a range's rows through.
    boolean isRanged() {
        return macros.ranged();
    }

    @Nullable SqlGroup group() {
        return macros.group();
    }

    /// What `$__watermark` was given; null when it is not used.
    @Nullable String watermark() {
        return macros.watermark();
    }

    /// The statement for a range.
    ///
    /// @param after the last value seen; null to have all rows
    BoundSql bind(TimeRange range, @Nullable Object after) {
        var sql = new StringBuilder();
        var parameters = new ArrayList<Object>();
        for (var piece : pieces) {
            switch (piece) {
                case SqlPiece.Text text -> sql.append(text(text, after != null));
                case SqlPiece.Range part -> sql.append(part.text().apply(range));
                case SqlPiece.After part -> {
                    if (after == null) {
                        sql.append("1 = 1");
                    } else {
                        var text = after instanceof String;
                        sql.append(text ? part.comparedByBytes() : part.column()).append(" > ?");
                        parameters.add(after);
                    }
                }
            }
        }
        return new BoundSql(sql.toString(), parameters);
    }

    /// PostgreSQL has operators with question marks, which its driver wants doubled where there are
    /// parameters.
    private String text(SqlPiece.Text piece, boolean parameters) {
        return parameters && piece.code() && quoting == SqlQuoting.POSTGRES
                ? piece.text().replace("?", "??")
                : piece.text();
    }

    /// Reads a text once from its beginning to its end.
    private static final class Reader {
        private final SqlText sql;
        private final Macros macros;
        private final Matcher macro;
        private final List<SqlPiece> pieces = new ArrayList<>();
        private int at;

        Reader(SqlText sql, Macros macros) {
            this.sql = sql;
            this.macros = macros;
            this.macro = MACRO.matcher(sql.toString());
        }

        void read() throws SourceException {
            int from = 0;
            while (macro.find(at)) {
                if (sql.isCode(macro.start())) {
                    text(from, macro.start());
                    at = macro.end();
                    pieces.add(macros.expand(macro.group(1), arguments(macro.group(1))));
                    from = at;
                } else {
                    at = macro.end();
                }
            }
            text(from, sql.length());
        }

        private void text(int from, int to) {
            int start = from;
            for (int i = from + 1; i <= to; i++) {
                if (i == to || sql.isCode(i) != sql.isCode(start)) {
                    pieces.add(
                            new SqlPiece.Text(
                                    sql.toString().substring(start, i), sql.isCode(start)));
                    start = i;
                }
            }
        }

        /// The arguments in parentheses that follow; none when there are no parentheses.
        private List<String> arguments(String name) throws SourceException {
            if (at == sql.length() || sql.at(at) != '(') {
                return List.of();
            }
            var found = new ArrayList<String>();
            int depth = 0;
            int from = at + 1;
            for (int i = at; i < sql.length(); i++) {
                char each = sql.isCode(i) ? sql.at(i) : ' ';
                depth += each == '(' ? 1 : each == ')' ? -1 : 0;
                if (depth == 0 || (each == ',' && depth == 1)) {
                    found.add(argument(name, from, i));
                    from = i + 1;
                }
                if (depth == 0) {
                    at = i + 1;
                    return found.equals(List.of("")) ? List.of() : found;
                }
            }
            throw new SourceException(
                    "The parentheses of $__" + name + " are not closed.", "Close them.");
        }

        private String argument(String name, int from, int to) throws SourceException {
            var text = sql.toString().substring(from, to).strip();
            if (text.contains("$__")) {
                throw new SourceException(
                        "Macro $__%s has another macro inside: \"%s\"."
                                .formatted(name, Shown.of(text)),
                        "Give it a column; of macros, only $__interval can stand inside.");
            }
            return text;
        }
    }
}
