package dev.freshet.plugins;

import dev.freshet.source.SourceException;

/// Why a plugin does not answer, for people.
///
/// @param message what is wrong and with which value
/// @param hint what to do
record Refusal(String message, String hint) {
    SourceException exception() {
        return new SourceException(message, hint);
    }

    String text() {
        return hint.isEmpty() ? message : message + ". " + hint + ".";
    }
}
