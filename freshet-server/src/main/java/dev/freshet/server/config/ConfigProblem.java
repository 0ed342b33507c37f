package dev.freshet.server.config;

/// One thing that is wrong with the configuration, with the place to mend it.
///
/// @param message a sentence that names the setting, the value (never a secret one) and the remedy
public record ConfigProblem(Origin origin, String message) {
    @Override
    public String toString() {
        return origin.describe() + ": " + message;
    }
}
