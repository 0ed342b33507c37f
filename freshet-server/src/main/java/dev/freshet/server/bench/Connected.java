package dev.freshet.server.bench;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What came of connecting.
///
/// @param asked connections wanted
/// @param ready connections subscribed
/// @param seconds until the last one was
/// @param refusals the others, by the reason
record Connected(int asked, int ready, double seconds, Map<String, Long> refusals, Cost cost) {
    private static final int FEWEST = 1000;

    boolean isComplete() {
        return ready == asked;
    }

    double perSecond() {
        return seconds > 0 ? ready / seconds : 0;
    }

    OptionalDouble serverMicrosEach() {
        var cpu = cost.serverCpuSeconds();
        return cpu.isEmpty() || ready == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(cpu.getAsDouble() * 1e6 / ready);
    }

    /// How much the server grew for each connection until it used that much; empty when it is not
    /// known or there are too few connections to tell.
    OptionalLong bytesEach(long residentAfter) {
        return cost.before() == null || ready < FEWEST
                ? OptionalLong.empty()
                : OptionalLong.of((residentAfter - cost.before().residentBytes()) / ready);
    }
}
