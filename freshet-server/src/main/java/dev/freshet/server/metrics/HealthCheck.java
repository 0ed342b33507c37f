package dev.freshet.server.metrics;

import java.util.function.Supplier;

/// One thing that has to work for the server to be well.
///
/// @param name for example `database`
/// @param trouble asked at each request; what is wrong in one sentence, empty when nothing is. Must
///   not block for long. Everybody may read it
/// @param isVital false when the server is still of use without: it says that it is degraded, and
///   goes on getting traffic
public record HealthCheck(String name, Supplier<String> trouble, boolean isVital) {
    /// A check without which the server is of no use.
    public static HealthCheck vital(String name, Supplier<String> trouble) {
        return new HealthCheck(name, trouble, true);
    }

    /// A check without which the server is of less use.
    public static HealthCheck degrading(String name, Supplier<String> trouble) {
        return new HealthCheck(name, trouble, false);
    }
}
