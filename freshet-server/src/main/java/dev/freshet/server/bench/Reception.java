package dev.freshet.server.bench;

import java.util.List;
import java.util.function.ToLongFunction;

/// What has arrived at all subscribers together. Any thread.
record Reception(List<Arrivals> loops, Subscriptions subscriptions) {
    long deliveries() {
        return sum(Arrivals::deliveries);
    }

    long pings() {
        return sum(Arrivals::pings);
    }

    long withoutTime() {
        return sum(Arrivals::withoutTime);
    }

    private long sum(ToLongFunction<Arrivals> count) {
        return loops.stream().mapToLong(count).sum();
    }

    /// The latencies since they were last forgotten, in microseconds.
    Histogram latency() {
        var all = new Histogram();
        loops.forEach(loop -> all.add(loop.latency()));
        return all;
    }

    void forgetLatency() {
        loops.forEach(Arrivals::forgetLatency);
    }
}
