package dev.freshet.sources.sql;

/// Where the kinds of databases differ in what is a quoted text or a comment.
enum SqlQuoting {
    POSTGRES,
    MYSQL,
    SQLITE;

    /// Characters that open what the same character closes, doubled when it stands for itself.
    String quotes() {
        return this == POSTGRES ? "'\"" : "'\"`";
    }

    /// True when a backslash takes the meaning of the next character.
    boolean escapes(char quote, boolean afterE) {
        return switch (this) {
            case POSTGRES -> quote == '\'' && afterE;
            case MYSQL -> quote != '`';
            case SQLITE -> false;
        };
    }
}
