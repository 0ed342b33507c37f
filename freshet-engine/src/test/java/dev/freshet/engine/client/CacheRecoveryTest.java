package dev.freshet.engine.client;

import static dev.freshet.engine.client.TestLoop.payload;
import static dev.freshet.engine.client.TestLoop.recoverable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.channel.Recovery;
import dev.freshet.engine.protocol.Publication;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Channels where only the newest publication counts (§10.3).
class CacheRecoveryTest {
    private static final String RED = ",\"tf\":{\"key\":\"c\",\"cmp\":\"eq\",\"val\":\"red\"}";

    private final TestLoop loop = new TestLoop();
    private int fills;

    @BeforeEach
    void channels() {
        loop.channel("room", recoverable(5).recovery(Recovery.CACHE).tagsFilter(true));
    }

    @AfterEach
    void endConnections() {
        loop.close();
    }

    private String reply(String wishes) {
        var peer = loop.connect();
        peer.subscribe("room", ",\"recover\":true" + wishes);
        loop.runTasks();
        var lines = peer.taken();
        peer.client.onClosed();
        return lines.isEmpty() ? "" : lines.getFirst();
    }

    private String since(long offset) {
        return ",\"offset\":" + offset + ",\"epoch\":\"" + loop.top("room").epoch() + "\"";
    }

    private void expire() {
        loop.advance(Duration.ofMinutes(6));
    }

    private void fillWith(String json) {
        loop.handlers.cacheEmpty(event -> {
            fills++;
            loop.node().publish(event.channel(), payload(json));
            return CompletableFuture.completedFuture(true);
        });
    }

    // ---- the newest

    @Test
    void newestIsSentUnlessTheClientHasIt() {
        loop.publish("room", "1");
        loop.publish("room", "2");

        assertThat(reply("")).contains("[{\"data\":2,\"offset\":2}],\"recovered\":true");
        assertThat(reply(since(1))).contains("[{\"data\":2,\"offset\":2}],\"recovered\":true");
        assertThat(reply(since(2))).contains("\"recovered\":true").doesNotContain("publications");
        assertThat(reply(",\"offset\":2,\"epoch\":\"other\""))
                .contains("[{\"data\":2,\"offset\":2}],\"recovered\":true");
    }

    @Test
    void emptyCacheIsRecoveredOnlyByWhoIsAtItsPlace() {
        loop.publish("room", "1");
        expire();

        assertThat(reply(since(1))).contains("\"recovered\":true").doesNotContain("publications");
        assertThat(reply(since(0))).doesNotContain("\"recovered\"");
        assertThat(reply("")).doesNotContain("\"recovered\"").contains("\"offset\":1,");
    }

    @Test
    void plainSubscribeGetsNothing() {
        loop.publish("room", "1");
        var peer = loop.connect();
        peer.subscribe("room", "");

        assertThat(peer.taken())
                .singleElement()
                .asString()
                .contains("\"offset\":1,")
                .doesNotContain("publications");
    }

    // ---- filling

    @Test
    void programFillsAnEmptyCache() {
        fillWith("7");
        var peer = loop.connect();
        peer.subscribe("room", ",\"recover\":true");
        loop.publish("room", "8");

        assertThat(peer.taken())
                .hasSize(2)
                .endsWith("room=8")
                .first()
                .asString()
                .contains("[{\"data\":7,\"offset\":1}],\"recovered\":true");
        assertThat(fills).isEqualTo(1);
    }

    @Test
    void cacheThatIsNotEmptyIsNotFilled() {
        fillWith("7");
        loop.publish("room", "1");

        assertThat(reply("")).contains("\"data\":1,");
        assertThat(fills).isZero();
    }

    @Test
    void programMayHaveNothingToFillItWith() {
        loop.handlers.cacheEmpty(event -> CompletableFuture.completedFuture(false));

        assertThat(reply("")).doesNotContain("\"recovered\"", "publications");
    }

    @Test
    void cacheIsReadOnceMoreAndNotFilledForEver() {
        loop.handlers.cacheEmpty(event -> {
            fills++;
            return CompletableFuture.completedFuture(true);
        });

        assertThat(reply("")).doesNotContain("\"recovered\"", "publications");
        assertThat(fills).isEqualTo(1);
    }

    @Test
    void programMayTakeItsTime() {
        var filled = new CompletableFuture<Boolean>();
        loop.handlers.cacheEmpty(event -> filled);
        var peer = loop.connect();
        peer.subscribe("room", ",\"recover\":true");
        assertThat(peer.taken()).isEmpty();

        loop.publish("room", "7");
        filled.complete(true);
        loop.runTasks();

        assertThat(peer.taken())
                .singleElement()
                .asString()
                .contains("[{\"data\":7,\"offset\":1}],\"recovered\":true");
    }

    @Test
    void emptyCacheRefusesWhoWantsAllOrNothing() {
        loop.publish("room", "1");
        expire();

        assertThat(reply(since(0) + ",\"flag\":2")).contains("\"code\":112");
        assertThat(reply(since(1) + ",\"flag\":2")).contains("\"recovered\":true");
    }

    // ---- filtered

    private void publish(String json, String colour) {
        var publication = Publication.of(payload(json)).withTags(Map.of("c", colour));
        loop.node().publish("room", publication);
        loop.runTasks();
    }

    @Test
    void newestThatIsNotWantedIsNotSent() {
        publish("1", "red");
        publish("2", "blue");

        assertThat(reply(RED)).contains("\"recovered\":true").doesNotContain("publications");
        publish("3", "red");
        assertThat(reply(RED)).contains("\"data\":3,");
    }

    /// Of several that were merged the last one was sent, wanted or not.
    @Test
    void ofWhatCameMeanwhileTheNewestThatIsWantedIsSent() {
        var broker = new HeldBroker(loop);
        publish("1", "red");
        var peer = loop.connect();
        broker.reads.answersAreOld = true;
        broker.reads.shut();
        peer.subscribe("room", ",\"recover\":true" + RED);
        publish("2", "red");
        publish("3", "blue");
        broker.reads.open();
        loop.runTasks();

        assertThat(peer.taken())
                .singleElement()
                .asString()
                .contains("[{\"data\":2,\"offset\":2,", "\"recovered\":true")
                .doesNotContain("\"data\":3");
        publish("4", "red");
        assertThat(peer.taken()).containsExactly("room=4");
    }
}
