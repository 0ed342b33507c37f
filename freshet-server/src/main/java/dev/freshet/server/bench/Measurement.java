package dev.freshet.server.bench;

import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What was seen in the measured time.
///
/// @param round the publishing; null when there was none
/// @param deliveries pushes that arrived
/// @param seconds from the first publication to the last delivery
/// @param latency from before a publication was sent to when its push was read, microseconds
/// @param withoutTime sampled pushes that somebody else had published
/// @param pings the server's pings since the connections were opened
/// @param closures connections that the server closed, by code and reason
record Measurement(
        @Nullable PublishingRound round,
        long deliveries,
        double seconds,
        Histogram latency,
        long withoutTime,
        long pings,
        Map<String, Long> closures,
        Cost cost) {

    long expected() {
        return round == null ? 0 : round.expected();
    }

    /// Deliveries that did not come; negative when more came than were published here.
    long lost() {
        return round == null ? 0 : round.expected() - deliveries;
    }

    double deliveriesPerSecond() {
        return seconds > 0 ? deliveries / seconds : 0;
    }

    OptionalDouble deliveriesPerServerCpuSecond() {
        var cpu = cost.serverCpuSeconds();
        return cpu.isEmpty() || cpu.getAsDouble() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(deliveries / cpu.getAsDouble());
    }

    double publishRate() {
        return round == null || round.seconds() == 0 ? 0 : round.accepted() / round.seconds();
    }

    /// Nothing was lost, refused or closed.
    boolean isClean() {
        boolean allTaken = round == null || round.refusals().total() == 0;
        return lost() == 0 && allTaken && closures.isEmpty();
    }
}
