package dev.freshet.engine.client;

import static dev.freshet.engine.client.TestLoop.payload;
import static dev.freshet.engine.client.TestLoop.recoverable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.broker.PublishOptions;
import dev.freshet.engine.protocol.Publication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Thousands of random steps beside a naive model of who is subscribed to what since when. That
/// nothing is left in the end is looked at when the loop closes.
class ChurnTest {
    private static final List<String> CHANNELS = List.of("a", "b", "c");

    private final TestLoop loop = new TestLoop();

    @AfterEach
    void endConnections() {
        loop.close();
    }

    /// What one peer should have got, by channel.
    private static final class Expected {
        final Peer peer;
        final Set<String> channels = new TreeSet<>();
        final List<String> lines = new ArrayList<>();

        Expected(Peer peer) {
            this.peer = peer;
        }
    }

    private final List<Expected> all = new ArrayList<>();
    private final TreeMap<String, Long> tops = new TreeMap<>();
    private int published;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everybodyGetsWhatIsPublishedWhileItIsSubscribed(long seed) {
        var random = new Random(seed);
        loop.pongTimeout = Duration.ZERO;
        loop.maxQueuedBytes = 1 << 20;
        for (var channel : CHANNELS) {
            loop.channel(channel, recoverable(20).presence(true));
        }
        for (int step = 0; step < 2000; step++) {
            step(random);
            if (step % 50 == 0) {
                check(seed, step);
            }
        }
        all.forEach(expected -> writable(expected, true));
        check(seed, 2000);
    }

    private void step(Random random) {
        if (all.size() < 3 || random.nextInt(40) == 0) {
            all.add(new Expected(loop.connectAs("u" + random.nextInt(3))));
            return;
        }
        var expected = all.get(random.nextInt(all.size()));
        var channel = CHANNELS.get(random.nextInt(CHANNELS.size()));
        switch (random.nextInt(10)) {
            case 0, 1 -> subscribe(expected, channel);
            case 2 -> {
                expected.peer.unsubscribe(channel);
                left(expected, channel);
            }
            case 3 -> {
                expected.peer.client.unsubscribe(channel, 2000, "");
                left(expected, channel);
            }
            case 4 -> {
                if (random.nextInt(4) == 0) {
                    expected.peer.client.onClosed();
                    expected.channels.clear();
                    all.remove(expected);
                }
            }
            case 5 -> publishWithoutHistory(channel);
            case 6 -> writable(expected, random.nextBoolean());
            case 7 -> {
                expected.peer.client.subscribe(channel, SubscribeReply.ok(), null);
                expected.channels.add(channel);
            }
            case 8 -> loop.advance(Duration.ofMillis(random.nextInt(2000)));
            default -> publish(channel);
        }
    }

    private static void subscribe(Expected expected, String channel) {
        expected.peer.subscribe(channel, "");
        expected.channels.add(channel);
    }

    /// What is still kept for a slow client goes with the subscription.
    private static void left(Expected expected, String channel) {
        expected.channels.remove(channel);
        if (!expected.peer.transport.writable) {
            expected.lines.removeIf(
                    line -> line.startsWith(channel + "=") && !isSent(expected, line));
        }
    }

    private static boolean isSent(Expected expected, String line) {
        return expected.peer.transport.sent.contains(line);
    }

    private static void writable(Expected expected, boolean writable) {
        expected.peer.transport.unsentBytes = Long.MIN_VALUE / 2;
        expected.peer.transport.writable = writable;
        if (writable) {
            expected.peer.client.onWritable();
        }
    }

    private void publish(String channel) {
        tops.merge(channel, 1L, Long::sum);
        loop.publish(channel, expect(channel));
    }

    private void publishWithoutHistory(String channel) {
        var publication = Publication.of(payload(expect(channel)));
        loop.node().publish(channel, publication, PublishOptions.NO_HISTORY);
        loop.runTasks();
    }

    private String expect(String channel) {
        var data = Integer.toString(++published);
        for (var expected : all) {
            if (expected.channels.contains(channel)) {
                expected.lines.add(channel + "=" + data);
            }
        }
        return data;
    }

    private void check(long seed, int step) {
        for (var channel : CHANNELS) {
            var present = new HashSet<String>();
            for (var expected : all) {
                if (expected.channels.contains(channel)) {
                    present.add(expected.peer.client.id());
                }
            }
            assertThat(loop.presence.presence(channel).toCompletableFuture().join().keySet())
                    .as("seed %d step %d: in %s", seed, step, channel)
                    .isEqualTo(present);
            assertThat(loop.node().hub().subscriberCount(channel)).isEqualTo(present.size());
        }
        for (var expected : all) {
            assertThat(expected.peer.closeCode()).as("seed %d step %d", seed, step).isZero();
            checkPositions(expected, seed, step);
            if (expected.peer.transport.writable) {
                assertThat(expected.peer.transport.sent.stream().filter(ChurnTest::isPublication))
                        .as("seed %d step %d", seed, step)
                        .containsExactlyElementsOf(expected.lines);
                expected.peer.taken();
                expected.lines.clear();
            }
        }
    }

    private static boolean isPublication(String line) {
        return line.length() > 1 && line.charAt(1) == '=';
    }

    private void checkPositions(Expected expected, long seed, int step) {
        var found = new TreeSet<String>();
        expected.peer.client.forEachSubscription(subscription -> {
            found.add(subscription.channel());
            var cursor = subscription.cursor();
            assertThat(cursor).isNotNull();
            if (cursor != null) {
                assertThat(cursor.position().offset())
                        .as("seed %d step %d: place in %s", seed, step, subscription.channel())
                        .isEqualTo(tops.getOrDefault(subscription.channel(), 0L));
            }
        });
        assertThat(found).as("seed %d step %d", seed, step).isEqualTo(expected.channels);
    }
}
