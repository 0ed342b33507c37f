package dev.freshet.server.bench;

import java.time.Duration;

/// What a load is where the command line does not say.
///
/// @param rate publications per second in all; 0 for none, below 0 as fast as possible
/// @param payload bytes of data per publication
/// @param channelPrefix what the channels' numbers are appended to
record LoadDefaults(
        int connections,
        int channels,
        double rate,
        Duration warmUp,
        Duration duration,
        int payload,
        String channelPrefix) {
    private static final int PAYLOAD = 512;
    private static final String OPEN_CHANNELS = "stream/bench/";

    /// Channels that anybody may publish to, and publications of 512 bytes.
    LoadDefaults(int connections, int channels, double rate, Duration warmUp, Duration duration) {
        this(connections, channels, rate, warmUp, duration, PAYLOAD, OPEN_CHANNELS);
    }

    LoadDefaults withConnections(int number) {
        int fewer = Math.min(channels, number);
        return new LoadDefaults(number, fewer, rate, warmUp, duration, payload, channelPrefix);
    }

    LoadDefaults withDuration(Duration time) {
        return new LoadDefaults(connections, channels, rate, warmUp, time, payload, channelPrefix);
    }
}
