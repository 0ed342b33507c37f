package dev.freshet.engine.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.engine.channel.HistoryOptions;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What is special about keeping history in memory: what it may take, and when it goes.
class MemoryBrokerTest extends BrokerContract {
    private static final HistoryOptions TEN =
            new HistoryOptions(10, Duration.ofSeconds(10), Duration.ofSeconds(60));
    private static final int KILOBYTE = 1000;

    private final SteppedTime time = new SteppedTime();

    @Override
    protected Broker newBroker(PublicationListener listener) {
        return broker(listener, 1 << 20);
    }

    private MemoryBroker broker(PublicationListener listener, long maxHistoryBytes) {
        return new MemoryBroker(listener, maxHistoryBytes, new SplittableRandom(1), time, time);
    }

    @Override
    protected void letPass(Duration duration) {
        time.pass(duration);
        broker().tidy();
    }

    @Test
    void aPublicationArrivesOnThePublishersThreadAndIsDated() {
        var heard = new Heard();
        var broker = broker(heard, 1 << 20);
        time.pass(Duration.ofMillis(1500));

        publish(broker, "a", TEN);

        assertThat(heard.nextPublication("a").timeMillis())
                .isEqualTo(SteppedTime.BEGINNING.plusMillis(1500).toEpochMilli());
    }

    @Test
    void channelsWithoutHistoryHaveNoLog() {
        var broker = broker(new Heard(), 1 << 20);

        publish(broker, "a", HistoryOptions.NONE);
        broker.removeHistory("a");

        assertThat(broker.logCount()).isZero();
        assertThat(broker.historyBytes()).isZero();
    }

    @Test
    void aDeadChannelIsForgottenWhenItsPositionExpires() {
        var broker = broker(new Heard(), 1 << 20);
        publish(broker, "a", TEN);
        publish(broker, "b", TEN);
        time.pass(Duration.ofSeconds(30));
        publish(broker, "b", TEN);

        pass(broker, Duration.ofSeconds(10));
        assertThat(broker.logCount()).isEqualTo(2);
        assertThat(broker.historyBytes()).isEqualTo(2 * PublicationLog.OVERHEAD);
        pass(broker, Duration.ofSeconds(21));
        assertThat(broker.logCount()).isEqualTo(1);
        pass(broker, Duration.ofSeconds(30));

        assertThat(broker.logCount()).isZero();
    }

    @Test
    void aChannelThatWasOnlyAskedForIsForgotten() {
        var broker = broker(new Heard(), 1 << 20);
        broker.history("a", HistoryQuery.top(Duration.ofSeconds(5)));
        assertThat(broker.logCount()).isEqualTo(1);

        pass(broker, Duration.ofSeconds(5));

        assertThat(broker.logCount()).isZero();
    }

    /// Or whoever may subscribe could fill the heap with names.
    @Test
    void aPositionWithoutPublicationsIsForgottenWithinMinutes() {
        var broker = broker(new Heard(), 1 << 20);
        for (int i = 0; i < 100; i++) {
            broker.history("random" + i, HistoryQuery.top(Duration.ofDays(7)));
        }
        assertThat(broker.historyBytes()).isEqualTo(100 * PublicationLog.OVERHEAD);

        pass(broker, Duration.ofMinutes(4));
        var followed = broker.history("random0", HistoryQuery.top(Duration.ofDays(7)));
        pass(broker, Duration.ofMinutes(4));

        assertThat(broker.logCount()).isEqualTo(1);
        var again = broker.history("random0", HistoryQuery.top(Duration.ofDays(7)));
        assertThat(again.toCompletableFuture().join().top())
                .isEqualTo(followed.toCompletableFuture().join().top());
    }

    @Test
    void aPositionWithPublicationsStaysAsLongAsWasAskedFor() {
        var broker = broker(new Heard(), 1 << 20);
        publish(broker, "a", TEN);

        broker.history("a", HistoryQuery.top(Duration.ofDays(7)));
        pass(broker, Duration.ofDays(6));

        assertThat(position(broker, "a")).isEqualTo(1);
    }

    @Test
    void positionsWithoutPublicationsAreBoundedAndLeaveRoomForHistory() {
        var broker = broker(new Heard(), 100 * PublicationLog.OVERHEAD);
        publish(broker, "history", TEN);

        for (int i = 0; i < 1000; i++) {
            broker.history("random" + i, HistoryQuery.top(Duration.ofDays(7)));
        }

        assertThat(broker.logCount()).isBetween(25, 100);
        assertThat(broker.historyBytes()).isLessThanOrEqualTo(100 * PublicationLog.OVERHEAD);
        assertThat(broker.trimmedCount()).isBetween(900L, 1000L);
        assertThat(kept(broker, "history")).isEqualTo(1);
    }

    @Test
    void idempotencyKeysOfAChannelWithoutHistoryAreForgotten() {
        var broker = broker(new Heard(), 1 << 20);
        for (int seconds = 20; seconds > 0; seconds--) {
            var ttl = Duration.ofSeconds(seconds);
            broker.publish("a", publication(1), once("key" + seconds, ttl));
        }
        long twenty = broker.historyBytes() - PublicationLog.OVERHEAD;

        pass(broker, Duration.ofSeconds(10));
        assertThat(broker.historyBytes() - PublicationLog.OVERHEAD).isBetween(1L, twenty * 11 / 20);
        pass(broker, Duration.ofSeconds(10));

        assertThat(broker.logCount()).isZero();
        assertThat(broker.historyBytes()).isZero();
    }

    @Test
    void aKeyWithoutTimeIsNotRemembered() {
        var heard = new Heard();
        var broker = broker(heard, 1 << 20);

        broker.publish("a", publication(1), once("key", Duration.ZERO));
        broker.publish("a", publication(1), once("key", Duration.ZERO));

        assertThat(heard.nextData("a", 2)).hasSize(2);
        assertThat(broker.logCount()).isZero();
    }

    @Test
    void timesBeyondAllBoundsAreForEver() {
        var broker = broker(new Heard(), 1 << 20);
        var forEver = Duration.ofSeconds(Long.MAX_VALUE);
        publish(broker, "a", new HistoryOptions(10, forEver, forEver));

        pass(broker, Duration.ofDays(365));

        assertThat(kept(broker, "a")).isEqualTo(1);
    }

    /// Room for six kilobytes besides what so many logs take themselves.
    private static long withLogs(int logs) {
        return 6L * KILOBYTE + (long) logs * PublicationLog.OVERHEAD;
    }

    @Test
    void aChannelAboveTheBudgetGivesUpItsOwnOldest() {
        var broker = broker(new Heard(), withLogs(2));
        publish(broker, "quiet", TEN);

        for (int i = 0; i < 10; i++) {
            publish(broker, "busy", TEN);
        }

        assertThat(broker.historyBytes()).isLessThanOrEqualTo(withLogs(2));
        assertThat(broker.trimmedCount()).isEqualTo(6);
        assertThat(kept(broker, "quiet")).isEqualTo(1);
        assertThat(kept(broker, "busy")).isEqualTo(4);
    }

    /// Or a channel that comes when the budget is used up could never be recovered.
    @Test
    void aChannelThatComesLateKeepsItsNewestAndTheFullestPays() {
        var broker = broker(new Heard(), withLogs(3));
        for (int i = 0; i < 5; i++) {
            publish(broker, "full", TEN);
        }

        publish(broker, "late", TEN);
        publish(broker, "later", TEN);

        assertThat(kept(broker, "late")).isEqualTo(1);
        assertThat(kept(broker, "later")).isEqualTo(1);
        assertThat(kept(broker, "full")).isEqualTo(3);
        assertThat(broker.trimmedCount()).isEqualTo(2);
    }

    @Test
    void manyChannelsWithOnePublicationEachStayWithinTheBudget() {
        var broker = broker(new Heard(), withLogs(1000));

        for (int i = 0; i < 1000; i++) {
            publish(broker, "c" + i, TEN);
        }

        assertThat(broker.historyBytes()).isLessThanOrEqualTo(withLogs(1000));
        assertThat(broker.trimmedCount()).isBetween(995L, 1000L);
    }

    @Test
    void keysPayForThemselves() {
        var broker = broker(new Heard(), withLogs(2));
        publish(broker, "history", TEN);

        for (int i = 0; i < 1000; i++) {
            broker.publish("keys", publication(1), once("key" + i, Duration.ofMinutes(5)));
        }

        assertThat(broker.historyBytes()).isBetween(withLogs(2) - KILOBYTE, withLogs(2));
        assertThat(kept(broker, "history")).isEqualTo(1);
    }

    @Test
    void aBudgetOfNothingKeepsPositionsOnly() {
        var broker = broker(new Heard(), 0);

        publish(broker, "a", TEN);
        publish(broker, "a", TEN);

        assertThat(kept(broker, "a")).isZero();
        assertThat(position(broker, "a")).isEqualTo(2);
    }

    @Test
    void aBudgetBelowNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MemoryBroker(new Heard(), -1))
                .withMessageContaining("-1");
    }

    /// A publication found no log and was announced past the one that began just then, with an
    /// entry that subscribers got before it. Who asked before it came back was told that this entry
    /// is the latest.
    @Test
    void aLogThatBeginsBesideAnIntruderDoesNotTrustItsNewest() {
        var brokers = new ArrayList<MemoryBroker>();
        var answers = new ArrayList<StreamPart>();
        brokers.add(
                broker(
                        (channel, message) -> {
                            if (message instanceof Publication heard && !heard.hasPosition()) {
                                publish(brokers.getFirst(), "a", TEN);
                                answers.add(part(brokers.getFirst(), "a"));
                            }
                        },
                        1 << 20));
        var broker = brokers.getFirst();

        broker.publish("a", publication(1), PublishOptions.NO_HISTORY);

        assertThat(answers)
                .singleElement()
                .satisfies(part -> {
                    assertThat(part.top().offset()).isEqualTo(1);
                    assertThat(part.latest()).isNull();
                });
        assertThat(part(broker, "a").latest()).isNull();
        publish(broker, "a", TEN);
        assertThat(part(broker, "a").latest()).isEqualTo(publication(KILOBYTE).data());
    }

    /// The log that it had found went while it waited for it, and the mark went with it.
    @Test
    void anIntruderMarksTheLogThatThereIsThen() throws Exception {
        var brokers = new ArrayList<MemoryBroker>();
        var second =
                new Thread(() ->
                        brokers.getFirst().publish("a", publication(2), PublishOptions.NO_HISTORY));
        var broker =
                broker(
                        (channel, message) -> {
                            if (second.getState() == Thread.State.NEW) {
                                second.start();
                                while (second.getState() != Thread.State.BLOCKED) {
                                    Thread.onSpinWait();
                                }
                                pass(brokers.getFirst(), Duration.ofSeconds(5));
                                publish(brokers.getFirst(), "a", TEN);
                            }
                        },
                        1 << 20);
        brokers.add(broker);
        broker.history("a", HistoryQuery.top(Duration.ofSeconds(5)));

        broker.publish("a", publication(1), PublishOptions.NO_HISTORY);
        second.join();

        assertThat(position(broker, "a")).isEqualTo(1);
        assertThat(part(broker, "a").latest()).isNull();
    }

    /// The channel stays in order, and its log does not stay for ever.
    @Test
    void aListenerThatFailsLeavesTheLogInOrder() {
        var broker =
                broker(
                        (channel, message) -> {
                            throw new IllegalStateException("broken");
                        },
                        1 << 20);

        assertThatThrownBy(() -> publish(broker, "a", TEN)).hasMessage("broken");

        assertThat(position(broker, "a")).isEqualTo(1);
        pass(broker, Duration.ofSeconds(61));
        assertThat(broker.logCount()).isZero();
    }

    private void pass(MemoryBroker broker, Duration duration) {
        time.pass(duration);
        broker.tidy();
    }

    private static void publish(MemoryBroker broker, String channel, HistoryOptions history) {
        broker.publish(channel, publication(KILOBYTE), PublishOptions.withHistory(history));
    }

    private static PublishOptions once(String key, Duration ttl) {
        return new PublishOptions(HistoryOptions.NONE, key, ttl, 0, "");
    }

    private static Publication publication(int bytes) {
        return Publication.of(Payload.ofOwnedJsonLine("1".repeat(bytes).getBytes(UTF_8)));
    }

    private static int kept(MemoryBroker broker, String channel) {
        return part(broker, channel).publications().size();
    }

    private static long position(MemoryBroker broker, String channel) {
        return part(broker, channel).top().offset();
    }

    private static StreamPart part(MemoryBroker broker, String channel) {
        var query = new HistoryQuery(HistoryQuery.NO_LIMIT, null, false, Duration.ofSeconds(60));
        return broker.history(channel, query).toCompletableFuture().join();
    }
}
