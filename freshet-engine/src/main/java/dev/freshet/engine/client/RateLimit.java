package dev.freshet.engine.client;

/// How fast a connection, or all connections of a user, may send.
///
/// Bursts of two seconds' worth are let through.
///
/// @param commandsPerSecond 0 for no limit; more are refused with 111, and `send` closes with 3013
/// @param bytesPerSecond 0 for no limit; more close the connection with 3013
public record RateLimit(int commandsPerSecond, int bytesPerSecond) {
    public static final RateLimit NONE = new RateLimit(0, 0);

    public RateLimit {
        if (commandsPerSecond < 0 || bytesPerSecond < 0) {
            throw new IllegalArgumentException(
                    "a rate limit is "
                            + Math.min(commandsPerSecond, bytesPerSecond)
                            + "; it must be 0 for none, or more");
        }
    }

    boolean isNone() {
        return commandsPerSecond == 0 && bytesPerSecond == 0;
    }
}
