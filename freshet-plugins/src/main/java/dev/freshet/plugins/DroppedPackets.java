package dev.freshet.plugins;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells of packets that were not JSON, the first at once and then every ten seconds how many. Safe
/// for any thread.
final class DroppedPackets {
    private static final Logger log = LoggerFactory.getLogger(DroppedPackets.class);
    private static final Duration BETWEEN = Duration.ofSeconds(10);

    private final String id;
    private final InstantSource clock;
    private Instant next = Instant.MIN;
    private long untold;

    DroppedPackets(String id, InstantSource clock) {
        this.id = id;
        this.clock = clock;
    }

    void tell(String path, byte[] packet) {
        long count;
        synchronized (this) {
            untold++;
            Instant now = clock.instant();
            if (now.isBefore(next)) {
                return;
            }
            next = now.plus(BETWEEN);
            count = untold;
            untold = 0;
        }
        log.warn(
                "Plugin {} sent {} packets that are not JSON, the last for {} with {} bytes: {};"
                        + " they were dropped",
                id,
                count,
                Texts.clipped(path, 100),
                packet.length,
                Texts.clipped(
                        new String(Arrays.copyOf(packet, Math.min(packet.length, 100)), UTF_8),
                        100));
    }
}
