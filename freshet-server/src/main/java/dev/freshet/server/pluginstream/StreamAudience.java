package dev.freshet.server.pluginstream;

/// The subscribers of channels, as the runner of a stream sees them. Any thread.
public interface StreamAudience {
    /// How many subscribe to the canonical channel here.
    int subscribers(String channel);

    /// Ends every subscription of the canonical channel; from code 2500 on clients subscribe again.
    void unsubscribe(String channel, int code, String reason);
}
