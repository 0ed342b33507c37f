package dev.freshet.engine.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.channel.HistoryOptions;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import dev.freshet.engine.protocol.StreamPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Real threads publish, read, remove and tidy at once.
class BrokerStressTest {
    private static final int PUBLISHERS = 3;
    private static final int PUBLICATIONS = 20_000;
    private static final Duration FOR_EVER = Duration.ofDays(1);
    private static final PublishOptions KEPT =
            PublishOptions.withHistory(new HistoryOptions(50, FOR_EVER, FOR_EVER));

    /// The last offset that was announced; a step of anything but one is a gap.
    private final AtomicLong announced = new AtomicLong();

    private final AtomicBoolean outOfOrder = new AtomicBoolean();
    private final AtomicBoolean stop = new AtomicBoolean();

    @Test
    void announcementsAreInOrderAndReadersSeeContiguousOffsets() throws Exception {
        var broker = new MemoryBroker((channel, message) -> note((Publication) message));

        run(
                List.of(
                        () -> readForwardAndBack(broker),
                        () -> everything(() -> broker.removeHistory("a")),
                        () -> everything(broker::tidy)),
                () -> publish(broker, KEPT));

        assertThat(outOfOrder).isFalse();
        assertThat(announced).hasValue((long) PUBLISHERS * PUBLICATIONS);
        assertThat(top(broker)).isEqualTo((long) PUBLISHERS * PUBLICATIONS);
    }

    /// A stream that begins anew all the time must not be used by one publisher while another one
    /// already uses its successor.
    @Test
    void aStreamThatExpiresAllTheTimeIsNumberedFromOneInEachEpoch() throws Exception {
        var last = new ArrayList<StreamPosition>(List.of(StreamPosition.NONE));
        var brief = new HistoryOptions(5, Duration.ofNanos(500), Duration.ofNanos(1000));
        var broker =
                new MemoryBroker((channel, message) -> {
                    var publication = (Publication) message;
                    var now = new StreamPosition(publication.offset(), publication.epoch());
                    follow(last.getFirst(), now);
                    last.set(0, now);
                });

        run(
                List.of(() -> everything(broker::tidy)),
                () -> publish(broker, PublishOptions.withHistory(brief)));

        assertThat(outOfOrder).isFalse();
        assertThat(last.getFirst().offset()).isPositive();
        broker.tidy();
        assertThat(broker.logCount()).isLessThanOrEqualTo(1);
    }

    /// Each publisher has its channel; together they have room for a few publications only.
    @Test
    void theBudgetIsKeptByManyChannels() throws Exception {
        long logs = PUBLISHERS * PublicationLog.OVERHEAD;
        var broker = new MemoryBroker((channel, message) -> {}, 2000 + logs);
        var names = new AtomicLong();

        run(
                List.of(() -> everything(broker::tidy)),
                () -> {
                    var channel = "channel" + names.incrementAndGet();
                    for (int i = 0; i < PUBLICATIONS; i++) {
                        broker.publish(channel, publication(), KEPT);
                    }
                });

        assertThat(broker.historyBytes()).isBetween(logs, 2000 + logs);
        for (int i = 1; i <= PUBLISHERS; i++) {
            broker.removeHistory("channel" + i);
        }
        assertThat(broker.historyBytes()).isEqualTo(logs);
    }

    /// Nothing but the log's monitor orders these calls, as in the engine.
    private void note(Publication publication) {
        long before = announced.get();
        if (publication.offset() != before + 1 || !announced.compareAndSet(before, before + 1)) {
            outOfOrder.set(true);
        }
    }

    private void follow(StreamPosition before, StreamPosition now) {
        boolean goesOn =
                now.epoch().equals(before.epoch())
                        ? now.offset() == before.offset() + 1
                        : now.offset() == 1;
        if (!goesOn) {
            outOfOrder.set(true);
        }
    }

    private static void publish(MemoryBroker broker, PublishOptions options) {
        for (int i = 0; i < PUBLICATIONS; i++) {
            broker.publish("a", publication(), options);
        }
    }

    private void readForwardAndBack(MemoryBroker broker) {
        while (!stop.get()) {
            for (boolean reverse : new boolean[] {false, true}) {
                var part = read(broker, new HistoryQuery(-1, null, reverse, FOR_EVER));
                var offsets = part.publications().stream().map(Publication::offset).toList();
                long first = part.top().offset() - (reverse ? 0 : offsets.size() - 1);
                for (int i = 0; i < offsets.size(); i++) {
                    if (offsets.get(i) != first + (reverse ? -i : i)) {
                        outOfOrder.set(true);
                    }
                }
                // What was read was announced before the reading ended.
                if (announced.get() < part.top().offset()) {
                    outOfOrder.set(true);
                }
            }
        }
    }

    private void everything(Runnable step) {
        while (!stop.get()) {
            step.run();
            Thread.onSpinWait();
        }
    }

    /// Runs each of the others until all publishers are through.
    private void run(List<Runnable> others, Runnable publisher) throws Exception {
        var threads = Executors.newCachedThreadPool();
        var running = new ArrayList<Future<?>>();
        others.forEach(each -> running.add(threads.submit(each)));
        var publishers = new ArrayList<Callable<Object>>();
        for (int i = 0; i < PUBLISHERS; i++) {
            publishers.add(Executors.callable(publisher));
        }
        for (var done : threads.invokeAll(publishers, 60, TimeUnit.SECONDS)) {
            done.get();
        }
        stop.set(true);
        for (var each : running) {
            each.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
    }

    private static Publication publication() {
        return Publication.of(Payload.ofOwnedJsonLine("1".getBytes(UTF_8)));
    }

    private static long top(MemoryBroker broker) {
        return read(broker, HistoryQuery.top(FOR_EVER)).top().offset();
    }

    private static StreamPart read(MemoryBroker broker, HistoryQuery query) {
        return broker.history("a", query).toCompletableFuture().join();
    }
}
