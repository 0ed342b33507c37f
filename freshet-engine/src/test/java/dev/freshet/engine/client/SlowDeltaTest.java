package dev.freshet.engine.client;

import static dev.freshet.engine.client.TestLoop.payload;
import static dev.freshet.engine.client.TestLoop.recoverable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.broker.PublishOptions;
import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.channel.SlowRule;
import dev.freshet.engine.protocol.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Subscribers to deltas that do not read: what they get in the end still fits together.
class SlowDeltaTest {
    private final TestLoop loop = new TestLoop();

    @AfterEach
    void endConnections() {
        loop.close();
    }

    private static String document(int n) {
        return "{\"room\":\"kitchen\",\"temperature\":"
                + n
                + ",\"humidity\":40,\"comment\":\"nothing else changes here\"}";
    }

    private void publish(int... numbers) {
        for (int n : numbers) {
            loop.node().publish("room", payload(document(n)));
        }
        loop.runTasks();
    }

    private void channel(SlowRule rule) {
        loop.channel("room", ChannelOptions.builder().delta(true).slowRule(rule));
    }

    private PatchingPeer subscriber() {
        var peer = new PatchingPeer(loop, "room").subscribe("");
        peer.values();
        publish(1);
        assertThat(peer.values()).containsExactly(document(1));
        return peer;
    }

    private static void reads(PatchingPeer peer, boolean reads) {
        peer.peer.transport.writable = reads;
        if (reads) {
            peer.peer.client.onWritable();
        }
    }

    @Test
    void backlogOfAClientThatMissesNothingIsMadeOfPatches() {
        channel(SlowRule.DISCONNECT);
        loop.maxQueuedBytes = 10_000;
        var peer = subscriber();
        reads(peer, false);
        publish(2);
        publish(3, 4);
        reads(peer, true);
        publish(5);

        assertThat(peer.values())
                .containsExactly(document(2), document(3), document(4), document(5));
        assertThat(peer.wholes()).isZero();
    }

    @Test
    void newestThatWaitedIsWholeAndTheNextOnesBuildOnIt() {
        channel(SlowRule.CONFLATE);
        var peer = subscriber();
        reads(peer, false);
        publish(2);
        publish(3, 4);
        reads(peer, true);
        publish(5);
        publish(6);

        assertThat(peer.values()).containsExactly(document(4), document(5), document(6));
    }

    @Test
    void whatIsLeftWhenTheOldestWentFitsTogether() {
        channel(SlowRule.DROP_OLDEST);
        loop.maxQueuedBytes = 400 + 3 * Lag.OVERHEAD;
        var peer = subscriber();
        reads(peer, false);
        for (int n = 2; n < 9; n++) {
            publish(n);
        }
        reads(peer, true);
        publish(9);
        publish(10);

        var values = peer.values();
        assertThat(values).endsWith(document(8), document(9), document(10)).hasSizeLessThan(9);
    }

    /// What had been thrown away was taken for what the client got last, and the next patch for it
    /// was made against that.
    @Test
    void whatWasThrownAwayIsNoBase() {
        channel(SlowRule.DROP_OLDEST);
        loop.channel("other", ChannelOptions.builder());
        loop.maxQueuedBytes = 300 + Lag.OVERHEAD;
        var peer = subscriber();
        peer.peer.subscribe("other");
        reads(peer, false);
        loop.publish("other", "\"" + "x".repeat(200) + "\"");
        publish(2);
        assertThat(loop.metrics.dropped().values()).containsEntry("drop_oldest", 1L);
        reads(peer, true);
        publish(3);
        publish(4);

        assertThat(peer.values()).containsExactly(document(3), document(4));
        assertThat(peer.wholes()).isEqualTo(1);
    }

    /// Whatever is published, read slowly, left and taken up again: every patch fits, nothing comes
    /// out of order, and the newest arrives.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyPatchFits(long seed) {
        var random = new Random(seed);
        loop.maxQueuedBytes = 600 + 4 * Lag.OVERHEAD;
        var rule = List.of(SlowRule.values()).get(random.nextInt(3));
        boolean kept = random.nextBoolean();
        var options = kept ? recoverable(10) : ChannelOptions.builder();
        loop.channel("room", options.delta(true).slowRule(rule));
        var peers = new ArrayList<PatchingPeer>();
        var seen = new ArrayList<List<String>>();
        for (int i = 0; i < 4; i++) {
            peers.add(new PatchingPeer(loop, "room").subscribe(""));
            peers.get(i).peer.transport.unsentBytes = Long.MIN_VALUE / 2;
            seen.add(new ArrayList<>());
        }
        int n = 0;
        for (int step = 0; step < 600; step++) {
            int index = random.nextInt(peers.size());
            var peer = peers.get(index);
            switch (random.nextInt(8)) {
                case 0 -> reads(peer, true);
                case 1 -> reads(peer, false);
                case 2 -> {
                    if (peer.peer.closeCode() == 0 && peer.peer.transport.writable) {
                        seen.get(index).addAll(peer.values());
                        peer.peer.unsubscribe("room");
                        loop.publish("room", document(++n));
                        (random.nextBoolean() ? peer.recover() : peer.subscribe("")).isSubscribed();
                    }
                }
                case 3 ->
                        loop.node()
                                .publish(
                                        "room",
                                        Publication.of(payload(document(++n))),
                                        PublishOptions.NO_HISTORY);
                case 4 -> loop.runTasks();
                default -> loop.node().publish("room", payload(document(++n)));
            }
        }
        loop.runTasks();
        peers.forEach(peer -> reads(peer, true));
        publish(++n);

        for (int i = 0; i < peers.size(); i++) {
            seen.get(i).addAll(peers.get(i).values());
            if (peers.get(i).peer.closeCode() == 0 && peers.get(i).isSubscribed()) {
                assertThat(seen.get(i)).as("seed %d", seed).endsWith(document(n));
            }
        }
    }
}
