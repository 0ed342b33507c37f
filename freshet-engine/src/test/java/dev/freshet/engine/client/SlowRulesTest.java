package dev.freshet.engine.client;

import static dev.freshet.engine.client.TestLoop.recoverable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.channel.ChannelOptionsBuilder;
import dev.freshet.engine.channel.SlowRule;
import dev.freshet.engine.hub.HubLimits;
import dev.freshet.engine.hub.Lines;
import dev.freshet.engine.metrics.SlowCounts;
import dev.freshet.engine.protocol.Publication;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What becomes of messages for a client that does not read, by the rule of each channel. That no
/// bytes are held in the end is looked at when the loop closes.
class SlowRulesTest {
    private static final String UNTAGGED = ",\"tf\":{\"key\":\"c\",\"cmp\":\"nex\"}";

    private final TestLoop loop = new TestLoop();

    @AfterEach
    void endConnections() {
        loop.close();
    }

    private static ChannelOptionsBuilder rule(SlowRule rule) {
        return ChannelOptions.builder().slowRule(rule).tagsFilter(true);
    }

    private Peer slow(String... channels) {
        var peer = loop.connect();
        for (var channel : channels) {
            peer.subscribe(channel);
        }
        peer.transport.writable = false;
        return peer;
    }

    private static void reads(Peer peer) {
        peer.transport.writable = true;
        peer.client.onWritable();
    }

    private void publish(String channel, String... data) {
        for (var each : data) {
            loop.node().publish(channel, TestLoop.payload(each));
        }
        loop.runTasks();
    }

    private void isDropped(String rule, long messages) {
        assertThat(loop.metrics.dropped().values()).containsEntry(rule, messages);
    }

    // ---- drop oldest

    @Test
    void oldestGoesWhenMoreWaitsThanMay() {
        loop.maxQueuedBytes = 12 + 3 * Lag.OVERHEAD;
        loop.channel("x", rule(SlowRule.DROP_OLDEST));
        var peer = slow("x");
        publish("x", "1");
        publish("x", "2");
        publish("x", "3");
        publish("x", "4");
        publish("x", "5");

        reads(peer);

        assertThat(peer.taken()).containsExactly("x=3", "x=4", "x=5");
        assertThat(peer.closeCode()).isZero();
        isDropped("drop_oldest", 2);
        assertThat(loop.metrics.slow().of("x")).isEqualTo(new SlowCounts.Counts(2, 0));
    }

    @Test
    void oldestBatchGoesAsAWhole() {
        loop.maxQueuedBytes = 12 + Lag.OVERHEAD;
        loop.channel("x", rule(SlowRule.DROP_OLDEST));
        var peer = slow("x");
        publish("x", "1", "2");
        publish("x", "3", "4");

        reads(peer);

        assertThat(peer.taken()).containsExactly("x=3", "x=4");
        isDropped("drop_oldest", 2);
    }

    @Test
    void otherChannelsOldestGoesRatherThanTheConnection() {
        loop.maxQueuedBytes = 12 + 3 * Lag.OVERHEAD;
        loop.channel("x", rule(SlowRule.DROP_OLDEST));
        var peer = slow("x", "y");
        publish("x", "1");
        publish("y", "2");
        publish("y", "3");
        publish("y", "4");
        assertThat(peer.closeCode()).isZero();

        publish("y", "5");

        assertThat(peer.closeCode()).isEqualTo(3008);
        assertThat(loop.metrics.slow().of("y")).isEqualTo(new SlowCounts.Counts(0, 1));
    }

    @Test
    void messageThatIsTooMuchByItselfIsDropped() {
        loop.maxQueuedBytes = 12 + Lag.OVERHEAD;
        loop.channel("x", rule(SlowRule.DROP_OLDEST));
        var peer = slow("x");
        publish("x", "\"much too long\"");

        reads(peer);

        assertThat(peer.taken()).isEmpty();
        isDropped("drop_oldest", 1);
    }

    // ---- conflate

    @Test
    void onlyTheNewestOfAChannelWaits() {
        loop.channel("x", rule(SlowRule.CONFLATE));
        loop.channel("y", rule(SlowRule.CONFLATE));
        var peer = slow("x", "y");
        publish("x", "1");
        publish("y", "2");
        publish("x", "3");
        publish("x", "4", "5", "6");

        reads(peer);

        assertThat(peer.taken()).containsExactly("y=2", "x=6");
        isDropped("conflate", 4);
    }

    @Test
    void newestWaitsInTheOrderOfTheChannels() {
        loop.channel("x", rule(SlowRule.CONFLATE));
        var peer = slow("x", "y");
        publish("x", "1");
        publish("y", "2");
        publish("x", "3");
        publish("y", "4");

        reads(peer);

        assertThat(peer.taken()).containsExactly("y=2", "x=3", "y=4");
    }

    /// Somebody came or went, and the newest publication was thrown away for that.
    @Test
    void joinsDoNotTakeTheNewestsPlace() {
        loop.channel("x", rule(SlowRule.CONFLATE).joinLeave(true));
        var peer = slow("x");
        publish("x", "1");
        var other = loop.connect().subscribe("x");
        loop.connect().subscribe("x");
        other.unsubscribe("x");

        reads(peer);

        assertThat(peer.taken()).containsExactly("x=1");
        isDropped("conflate", 3);
    }

    /// Bytes that only this client gets were kept as they came, however many messages they held.
    @Test
    void onlyTheNewestWaitsAlsoForThoseWithAFilter() {
        loop.channel("x", rule(SlowRule.CONFLATE).joinLeave(true));
        var peer = loop.connect();
        peer.subscribe("x", UNTAGGED);
        peer.transport.writable = false;
        var tagged = Publication.of(TestLoop.payload("0"));
        loop.node().publish("x", tagged.withTags(Map.of("c", "red")));
        publish("x", "1", "2");
        loop.node().publish("x", tagged.withTags(Map.of("c", "red")));
        publish("x", "3", "4");
        loop.connect().subscribe("x");
        peer.taken();

        reads(peer);

        assertThat(peer.taken()).containsExactly("x=4");
    }

    // ---- positions

    @Test
    void positionedSubscriptionEndsRatherThanLoseWhatIsOldest() {
        loop.maxQueuedBytes = 12 + 3 * Lag.OVERHEAD;
        loop.channel("x", recoverable(10).slowRule(SlowRule.DROP_OLDEST));
        var peer = slow("x");
        peer.transport.unsentBytes = -1000;
        publish("x", "1");
        publish("x", "2");
        publish("x", "3");
        assertThat(peer.taken()).isEmpty();

        publish("x", "4");

        assertThat(peer.taken()).singleElement().asString().contains("\"code\":2500");
        assertThat(loop.heldBytes()).isZero();
        assertThat(loop.metrics.insufficientStates().sum()).isEqualTo(1);
        reads(peer);
        assertThat(peer.taken()).isEmpty();
    }

    @Test
    void positionedSubscriptionEndsRatherThanLoseAllButTheNewest() {
        loop.channel("x", recoverable(10).slowRule(SlowRule.CONFLATE));
        var peer = slow("x");
        publish("x", "1");
        assertThat(peer.taken()).isEmpty();

        publish("x", "2");

        assertThat(peer.taken()).singleElement().asString().contains("\"code\":2500");
        assertThat(loop.heldBytes()).isZero();
    }

    @Test
    void positionedSubscriptionEndsOnceForABatch() {
        loop.channel("x", recoverable(10).slowRule(SlowRule.CONFLATE));
        var peer = slow("x");
        publish("x", "1", "2", "3");

        assertThat(peer.taken()).singleElement().asString().contains("\"code\":2500");
        assertThat(loop.metrics.insufficientStates().sum()).isEqualTo(1);
    }

    /// A join that is dropped is no publication that is lost.
    @Test
    void positionedSubscriptionDoesNotEndForAJoin() {
        loop.channel("x", recoverable(10).slowRule(SlowRule.CONFLATE).joinLeave(true));
        var peer = slow("x");
        publish("x", "1");
        loop.connect().subscribe("x").unsubscribe("x");
        loop.connect().subscribe("x");

        reads(peer);

        assertThat(peer.taken()).containsExactly("x=1");
    }

    @Test
    void serversSubscriptionWithPositionsEndsTheConnection() {
        loop.channel("x", recoverable(10).slowRule(SlowRule.CONFLATE));
        var peer = loop.connect();
        peer.client.subscribe("x", SubscribeReply.ok(), null);
        peer.transport.writable = false;
        publish("x", "1", "2");

        assertThat(peer.closeCode()).isEqualTo(3010);
    }

    @Test
    void clientThatWasToldRecoversWhatItLost() {
        loop.channel("x", recoverable(10).slowRule(SlowRule.CONFLATE));
        var peer = slow("x");
        publish("x", "1");
        publish("x", "2");
        peer.taken();
        reads(peer);
        peer.subscribe(
                "x", ",\"recover\":true,\"offset\":0,\"epoch\":\"" + loop.top("x").epoch() + "\"");
        publish("x", "3");

        assertThat(peer.taken())
                .hasSize(2)
                .endsWith("x=3")
                .first()
                .asString()
                .contains("{\"data\":1,\"offset\":1},{\"data\":2,\"offset\":2}");
    }

    @Test
    void positionedSubscriptionThatDisconnectsLosesNothing() {
        loop.channel("x", recoverable(10));
        var peer = slow("x");
        publish("x", "1", "2");
        publish("x", "3");

        reads(peer);
        publish("x", "4");

        assertThat(peer.taken()).containsExactly("x=1", "x=2", "x=3", "x=4");
    }

    // ---- the budget of the loop

    /// What only one client gets was not counted, so that clients with filters could hold any
    /// amount together.
    @Test
    void bytesOfOneClientAloneCountAgainstTheBudgetToo() {
        loop.hubLimits = new HubLimits(1 << 20, 8192, 50 + 12 * Lag.OVERHEAD);
        loop.channel("x", rule(SlowRule.DISCONNECT));
        var peer = loop.connect();
        peer.subscribe("x", UNTAGGED);
        peer.taken();
        peer.transport.writable = false;
        var red = Publication.of(TestLoop.payload("0"));
        for (int i = 0; i < 20; i++) {
            loop.node().publish("x", red.withTags(Map.of("c", "red")));
            loop.node().publish("x", TestLoop.payload("1"));
            loop.runTasks();
        }

        assertThat(peer.closeCode()).isEqualTo(3008);
        assertThat(peer.closeReason()).contains("holds most");
        assertThat(loop.heldBytes()).isZero();
    }

    @Test
    void heldBytesAreGivenBackHoweverTheyGo() {
        loop.maxQueuedBytes = 12 + 2 * Lag.OVERHEAD;
        loop.channel("x", rule(SlowRule.DROP_OLDEST));
        loop.channel("y", rule(SlowRule.CONFLATE));
        var peer = slow("x", "y");
        peer.transport.unsentBytes = -1000;
        publish("x", "1", "2");
        publish("y", "1", "2");
        publish("x", "3");
        publish("y", "3");
        assertThat(loop.heldBytes()).isEqualTo(8 + 2 * Lag.OVERHEAD);

        peer.unsubscribe("x");
        assertThat(loop.heldBytes()).isEqualTo(4 + Lag.OVERHEAD);
        reads(peer);

        assertThat(peer.taken()).hasSize(2).last().isEqualTo("y=3");
        assertThat(loop.heldBytes()).isZero();
    }

    /// Small messages cost more than their bytes, which were all that was counted.
    @Test
    void whatKeepsASmallMessageCountsToo() {
        loop.maxQueuedBytes = 100 * Lag.OVERHEAD;
        loop.channel("x", rule(SlowRule.DISCONNECT));
        var peer = slow("x");
        for (int i = 0; i < 90; i++) {
            publish("x", "1");
        }
        assertThat(peer.closeCode()).isZero();
        assertThat(loop.heldBytes()).isBetween(90L * Lag.OVERHEAD, 100L * Lag.OVERHEAD);

        for (int i = 0; i < 10; i++) {
            publish("x", "1");
        }
        assertThat(peer.closeCode()).isEqualTo(3008);
        assertThat(loop.heldBytes()).isZero();
    }

    /// What is dropped in the middle may stand in the queue for a while, and is not sent.
    @Test
    void allRulesTogetherKeepTheOrder() {
        loop.maxQueuedBytes = 130 * Lag.OVERHEAD;
        loop.channel("all", rule(SlowRule.DISCONNECT));
        loop.channel("last", rule(SlowRule.DROP_OLDEST));
        loop.channel("newest", rule(SlowRule.CONFLATE));
        var peer = slow("all", "last", "newest", "ended");
        for (int i = 0; i < 50; i++) {
            publish("all", "1");
            publish("ended", "1");
        }
        peer.unsubscribe("ended");
        for (int i = 0; i < 1000; i++) {
            publish("last", Integer.toString(i));
            publish("newest", Integer.toString(i));
        }
        publish("all", "2");

        peer.taken();
        reads(peer);

        var taken = peer.taken();
        assertThat(taken.subList(0, 50)).containsOnly("all=1");
        assertThat(taken).endsWith("last=998", "last=999", "newest=999", "all=2");
        assertThat(taken).hasSizeBetween(100, 130).doesNotContain("newest=998", "ended=1");
        assertThat(loop.heldBytes()).isZero();
    }

    // ---- no memory

    /// An exception for one member used to leave the whole group dead.
    @Test
    void clientWhoseMessagesCannotBeEncodedIsClosedAndTheOthersGoOn() {
        loop.channel("x", rule(SlowRule.DISCONNECT));
        var peer = loop.connect();
        peer.subscribe("x", UNTAGGED);
        peer.taken();
        var other = loop.connect().subscribe("x");
        var red = Publication.of(TestLoop.payload("0"));
        loop.node().publish("x", red.withTags(Map.of("c", "red")));
        loop.node().publish("x", TestLoop.payload("1"));
        // The batch for both can be encoded, and then nothing more.
        Lines.failsAfter(1);
        loop.runTasks();
        loop.publish("x", "2");

        assertThat(peer.closeCode()).isEqualTo(3004);
        assertThat(other.taken()).containsExactly("x=0", "x=1", "x=2");
    }

    // ---- reading again

    @Test
    void partOfAClientsBacklogGoesOutWhileItReadsSlowly() {
        var peer = slow("x");
        publish("x", "1");
        publish("x", "2");
        publish("x", "3");
        peer.transport.writable = true;
        peer.transport.onSend = () -> peer.transport.writable = peer.transport.sends % 2 != 0;

        peer.client.onWritable();
        assertThat(peer.taken()).containsExactly("x=1", "x=2");
        publish("x", "4");
        assertThat(peer.taken()).isEmpty();
        peer.transport.writable = true;
        peer.client.onWritable();

        assertThat(peer.taken()).containsExactly("x=3", "x=4");
        assertThat(loop.heldBytes()).isZero();
    }

    @Test
    void peerThatGoesAwayWhileItIsServedLeavesNothing() {
        var peer = slow("x");
        publish("x", "1");
        publish("x", "2");
        peer.transport.onSend = peer.client::onClosed;

        reads(peer);

        assertThat(peer.taken()).containsExactly("x=1");
        assertThat(loop.heldBytes()).isZero();
    }
}
