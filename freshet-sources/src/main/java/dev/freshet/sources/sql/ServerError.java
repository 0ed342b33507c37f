package dev.freshet.sources.sql;

/// What a database says went wrong.
///
/// @param state five characters, of which the first two are the class
/// @param words for people
record ServerError(String state, String words, Cause cause) {
    /// What it means to us.
    enum Cause {
        /// It may work later.
        UNAVAILABLE,
        /// It took longer than we let it.
        SLOW,
        CREDENTIALS,
        /// There is no such database, or it is none, or not for us.
        DATABASE,
        /// It would have changed something.
        READ_ONLY,
        QUERY
    }

    /// By the class of its state.
    static ServerError of(String state, String words) {
        return new ServerError(state, words, cause(state));
    }

    private static Cause cause(String state) {
        if (state.equals("25006")) {
            return Cause.READ_ONLY;
        }
        if (state.equals("57014")) {
            return Cause.SLOW;
        }
        return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "08", "53", "57", "40" -> Cause.UNAVAILABLE;
            case "28" -> Cause.CREDENTIALS;
            case "3D" -> Cause.DATABASE;
            default -> Cause.QUERY;
        };
    }
}
