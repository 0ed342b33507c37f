package dev.freshet.server.config;

/// A configured password or key; printing it shows only whether it is set.
public record Secret(String reveal) {
    /// No secret.
    public static final Secret NONE = new Secret("");

    public boolean isSet() {
        return !reveal.isEmpty();
    }

    @Override
    public String toString() {
        return isSet() ? "*********" : "";
    }
}
