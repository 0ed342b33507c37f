package dev.freshet.server.bench;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What a stretch of time cost.
///
/// @param before the server's use until then; null when it cannot be read
/// @param after the server's use at its end; null when it cannot be read
/// @param ownCpuSeconds what the load driver used
/// @param machineCpuSeconds what everything on this machine used, 0 when it cannot be read
record Cost(
        @Nullable Usage before,
        @Nullable Usage after,
        double ownCpuSeconds,
        double machineCpuSeconds,
        double seconds) {

    OptionalDouble serverCpuSeconds() {
        return before == null || after == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(after.cpuSeconds() - before.cpuSeconds());
    }

    /// What neither server nor load driver used; much of it spoils a measurement. Empty when the
    /// server's is unknown.
    OptionalDouble otherCpuSeconds() {
        var server = serverCpuSeconds();
        return server.isEmpty() || machineCpuSeconds == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        Math.max(0, machineCpuSeconds - ownCpuSeconds - server.getAsDouble()));
    }
}
