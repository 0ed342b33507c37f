package dev.freshet.engine.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.client.Answer;
import dev.freshet.engine.client.Snapshot;
import dev.freshet.engine.client.SubscribeReply;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// Clients that subscribe while much is published: the snapshot and what follows fit together
/// without a gap and without a repetition.
class SnapshotIntegrationTest {
    private static final int LIVE = 40;

    /// A counter whose state and publications are numbered under one lock, as a managed stream's.
    private final Object lock = new Object();

    private long number;

    private static Payload payload(long value) {
        return Payload.ofOwnedJsonLine(Long.toString(value).getBytes(UTF_8));
    }

    private Snapshot snapshot() {
        synchronized (lock) {
            return new Snapshot(payload(number), number);
        }
    }

    private void publishNext(RunningEngine running) {
        synchronized (lock) {
            number++;
            running.engine.node().publish("count", Publication.of(payload(number), null, number));
        }
    }

    @Test
    void nothingIsMissingAndNothingComesTwice() throws Exception {
        var stop = new AtomicBoolean();
        try (var running =
                new RunningEngine(options ->
                        options.onSubscribe(event ->
                                Answer.accept(
                                                SubscribeReply.ok()
                                                        .withSnapshot(recovered -> snapshot()))
                                        .now()))) {
            var publisher =
                    new Thread(() -> {
                        while (!stop.get()) {
                            publishNext(running);
                            LockSupport.parkNanos(20_000);
                        }
                    });
            publisher.start();

            for (int round = 0; round < 60; round++) {
                try (var client = running.connect()) {
                    var reply = client.subscribe("count");
                    long start = valueAfter(reply, "\"data\":");

                    var live = new ArrayList<Long>();
                    for (int i = 0; i < LIVE; i++) {
                        live.add(valueAfter(client.next(), "\"data\":"));
                    }

                    for (int i = 0; i < LIVE; i++) {
                        assertThat(live.get(i)).as("%s %s", start, live).isEqualTo(start + 1 + i);
                    }
                }
            }
            stop.set(true);
            publisher.join();
        }
    }

    private static long valueAfter(String line, String mark) {
        int at = line.indexOf(mark) + mark.length();
        int end = at;
        while (Character.isDigit(line.charAt(end))) {
            end++;
        }
        return Long.parseLong(line, at, end, 10);
    }
}
