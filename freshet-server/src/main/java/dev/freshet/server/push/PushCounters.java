package dev.freshet.server.push;

import java.util.concurrent.atomic.LongAdder;

/// How many lines were pushed, for the metrics. Thread-safe.
public final class PushCounters {
    private final LongAdder accepted = new LongAdder();
    private final LongAdder rejected = new LongAdder();

    void accepted(int lines) {
        accepted.add(lines);
    }

    void rejected(int lines) {
        rejected.add(lines);
    }

    /// Lines that were stored.
    public long accepted() {
        return accepted.sum();
    }

    /// Lines that were no line protocol.
    public long rejected() {
        return rejected.sum();
    }
}
