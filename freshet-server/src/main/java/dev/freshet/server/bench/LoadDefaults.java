package dev.freshet.server.bench;

import java.time.Duration;

/// What a load is where the command line does not say.
///
/// @param rate publications per second in all; 0 for none, below 0 as fast as possible
record LoadDefaults(
        int connections, int channels, double rate, Duration warmUp, Duration duration) {
    LoadDefaults withConnections(int number) {
        return new LoadDefaults(number, Math.min(channels, number), rate, warmUp, duration);
    }

    LoadDefaults withDuration(Duration time) {
        return new LoadDefaults(connections, channels, rate, warmUp, time);
    }
}
