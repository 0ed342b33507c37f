package dev.freshet.engine.client;

import static dev.freshet.engine.client.TestLoop.recoverable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.channel.HistoryOptions;
import dev.freshet.engine.channel.Recovery;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What can be recovered and what cannot, when history is trimmed, expires or is too long. What is
/// published is its offset.
class RecoveryTest {
    private final TestLoop loop = new TestLoop();

    @BeforeEach
    void channels() {
        loop.channel("room", recoverable(5));
    }

    @AfterEach
    void endConnections() {
        loop.close();
    }

    private void publish(int from, int to) {
        for (int i = from; i <= to; i++) {
            loop.publish("room", Integer.toString(i));
        }
    }

    private String reply(long offset, String epoch, String more) {
        var peer = loop.connect();
        peer.subscribe(
                "room",
                ",\"recover\":true,\"epoch\":\"" + epoch + "\",\"offset\":" + offset + more);
        var line = peer.taken().getFirst();
        peer.client.onClosed();
        return line;
    }

    private String reply(long offset) {
        return reply(offset, loop.top("room").epoch(), "");
    }

    private static boolean isRecovered(String reply) {
        return reply.contains("\"recovered\":true");
    }

    private static int publications(String reply) {
        return reply.split("\"data\":", -1).length - 1;
    }

    // ---- trimmed and expired

    /// Kept are 6 to 10.
    @ParameterizedTest
    @CsvSource({
        "0, false, 0",
        "4, false, 0",
        "5, true, 5",
        "6, true, 4",
        "9, true, 1",
        "10, true, 0",
        "11, false, 0",
        "-1, false, 0"
    })
    void clientRecoversWhatIsStillKept(String offset, boolean recovered, int count) {
        publish(1, 10);
        var reply = reply(Long.parseLong(offset) & Long.MAX_VALUE);

        assertThat(isRecovered(reply)).isEqualTo(recovered);
        assertThat(publications(reply)).isEqualTo(count);
        assertThat(reply).contains("\"was_recovering\":true");
        assertThat(reply).contains(recovered ? "\"offset\":" + offset + "," : "\"offset\":10,");
    }

    @Test
    void epochThatTheClientDoesNotKnowIsNotCompared() {
        publish(1, 3);

        assertThat(publications(reply(1, "", ""))).isEqualTo(2);
        assertThat(isRecovered(reply(1, "other", ""))).isFalse();
        assertThat(publications(reply(1, "other", ""))).isZero();
    }

    @Test
    void expiredPublicationsAreLostButTheirPlaceIsKnown() {
        publish(1, 3);
        loop.advance(Duration.ofMinutes(6));

        assertThat(isRecovered(reply(2))).isFalse();
        assertThat(isRecovered(reply(3))).isTrue();
    }

    @Test
    void removedPublicationsAreLostButTheirPlaceIsKnown() {
        publish(1, 3);
        loop.node().removeHistory("room");
        publish(4, 4);

        assertThat(isRecovered(reply(2))).isFalse();
        assertThat(publications(reply(3))).isEqualTo(1);
    }

    @Test
    void streamThatWasForgottenBeginsAnew() {
        var brief = new HistoryOptions(5, Duration.ofSeconds(1), Duration.ofSeconds(2));
        loop.channel("room", recoverable(5).history(brief));
        publish(1, 3);
        var epoch = loop.top("room").epoch();
        loop.advance(Duration.ofSeconds(3));
        publish(1, 1);

        assertThat(loop.top("room").epoch()).isNotEqualTo(epoch);
        assertThat(isRecovered(reply(0, epoch, ""))).isFalse();
        assertThat(isRecovered(reply(0))).isTrue();
    }

    /// A reply is written in one piece and not held back.
    @Test
    void whoMissedMoreBytesThanAReplyBringsIsNotRecovered() {
        loop.maxQueuedBytes = 1000;
        loop.channel("room", recoverable(100));
        var text = "\"" + "x".repeat(200) + "\"";
        loop.publish("room", text);
        loop.publish("room", text);
        loop.publish("room", text);

        assertThat(isRecovered(reply(0))).isFalse();
        assertThat(isRecovered(reply(1))).isTrue();
    }

    @Test
    void historyIsCutWhereAReplyIsFull() {
        loop.maxQueuedBytes = 1000;
        loop.channel("room", recoverable(100));
        loop.handlers.history(event -> Answer.accept(HistoryReply.ok()).now());
        var large = "\"" + "x".repeat(2000) + "\"";
        for (var data : List.of("1", "2", large, "4")) {
            loop.publish("room", data);
        }

        assertThat(publications(history(0))).isEqualTo(2);
        assertThat(publications(history(2))).isEqualTo(1);
        assertThat(publications(history(3))).isEqualTo(1);
    }

    private String history(long since) {
        var peer = loop.connect();
        peer.command(
                "\"history\":{\"channel\":\"room\",\"limit\":-1,\"since\":{\"offset\":"
                        + since
                        + "}}");
        return peer.taken().getFirst();
    }

    @Test
    void oneMissedPublicationIsRecoveredHoweverLargeItIs() {
        loop.maxQueuedBytes = 1000;
        loop.channel("room", recoverable(100));
        loop.publish("room", "\"" + "x".repeat(2000) + "\"");

        assertThat(isRecovered(reply(0))).isTrue();
    }

    @Test
    void clientThatIsTooLateIsSubscribedAtTheTop() {
        publish(1, 10);
        var peer = loop.connect();
        peer.subscribe("room", ",\"recover\":true,\"offset\":1");
        publish(11, 11);

        assertThat(peer.taken()).hasSize(2).endsWith("room=11");
        assertThat(loop.metrics.recoveries().values()).containsEntry("no", 1L);
    }

    @Test
    void channelWithoutRecoveryRecoversNothing() {
        loop.channel("room", recoverable(5).recovery(Recovery.NONE).positioned(true));
        publish(1, 3);
        var reply = reply(1);

        assertThat(isRecovered(reply)).isFalse();
        assertThat(reply)
                .contains("\"offset\":3,", "\"was_recovering\":true")
                .doesNotContain("recoverable");
        assertThat(loop.metrics.recoveries().values()).isEmpty();
    }

    // ---- the limit

    @Test
    void whoMissedMoreThanMayBeRecoveredIsNotRecovered() {
        loop.otherLimits =
                loop.otherLimits.toBuilder()
                        .streams(new StreamLimits(0, 3, Duration.ofSeconds(40)))
                        .build();
        publish(1, 5);

        assertThat(isRecovered(reply(1))).isFalse();
        assertThat(publications(reply(1))).isZero();
        assertThat(publications(reply(2))).isEqualTo(3);
        assertThat(publications(reply(4))).isEqualTo(1);
    }

    // ---- refused rather than not recovered

    @Test
    void clientThatWantsAllOrNothingIsRefused() {
        publish(1, 10);
        var peer = loop.connect();
        peer.subscribe("room", ",\"recover\":true,\"offset\":1,\"flag\":2");
        publish(11, 11);

        assertThat(peer.taken())
                .singleElement()
                .asString()
                .contains(
                        "\"id\":2,\"error\":{\"code\":112,", "unrecoverable position", "offset 1");
        assertThat(loop.node().hub().channelCount()).isZero();
        peer.subscribe("room", "");
        assertThat(peer.taken()).singleElement().asString().contains("\"id\":3,\"subscribe\"");
    }

    @Test
    void clientThatWantsAllAndGetsAllIsSubscribed() {
        publish(1, 10);

        assertThat(publications(reply(7, loop.top("room").epoch(), ",\"flag\":3"))).isEqualTo(3);
        assertThat(reply(7, "other", ",\"flag\":2")).contains("\"code\":112");
    }

    @Test
    void allOrNothingWithoutRecoveryIsAnOrdinarySubscribe() {
        publish(1, 10);
        var peer = loop.connect();
        peer.subscribe("room", ",\"flag\":2");

        assertThat(peer.taken()).singleElement().asString().contains("\"offset\":10,");
    }
}
