package dev.freshet.server.pluginstream;

import dev.freshet.server.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Why the last subscriber of a channel was not served, for whoever asks about the channel
/// afterwards. Any thread; bounded in number and time.
final class LastRefusals {
    private static final int MOST = 1_000;
    private static final Duration KEPT = Duration.ofMinutes(15);

    private record Refusal(Problem problem, Instant at) {}

    private final Map<String, Refusal> byChannel = new LinkedHashMap<>();
    private final InstantSource clock;

    LastRefusals(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void refused(String channel, Problem problem) {
        byChannel.remove(channel);
        byChannel.put(channel, new Refusal(problem, clock.instant()));
        if (byChannel.size() > MOST) {
            var oldest = byChannel.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    synchronized void served(String channel) {
        byChannel.remove(channel);
    }

    synchronized Optional<Problem> of(String channel) {
        return Optional.ofNullable(byChannel.get(channel))
                .filter(refusal -> clock.instant().isBefore(refusal.at().plus(KEPT)))
                .map(Refusal::problem);
    }
}
