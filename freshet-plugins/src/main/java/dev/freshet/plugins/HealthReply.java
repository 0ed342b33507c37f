package dev.freshet.plugins;

/// A plugin's answer to CheckHealth.
///
/// @param message for people
/// @param jsonDetails a JSON object as the plugin wrote it, unchecked; empty when none
public record HealthReply(Status status, String message, String jsonDetails) {
    /// How the data source is.
    public enum Status {
        UNKNOWN,
        OK,
        ERROR
    }
}
