package dev.freshet.engine.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.channel.HistoryOptions;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import dev.freshet.engine.protocol.StreamPosition;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;

/// Random publications, questions, removals and pauses against [NaiveLog], a plain list.
class BrokerModelTest {
    private static final int STEPS = 3000;
    private static final String CHANNEL = "a";

    private final SteppedTime time = new SteppedTime();
    private final Heard heard = new Heard();
    private final MemoryBroker broker = new MemoryBroker(heard, 1 << 20, new Random(1), time, time);
    private final NaiveLog model = new NaiveLog();
    private int published;

    @RepeatedTest(5)
    void theBrokerDoesWhatAPlainListDoes() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            try {
                step(random);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ", step " + step, e);
            }
        }

        pass(Duration.ofDays(1));
        assertThat(broker.logCount()).as("seed %d", seed).isZero();
        assertThat(broker.historyBytes()).as("seed %d", seed).isZero();
    }

    private void step(Random random) {
        int dice = random.nextInt(100);
        if (dice < 45) {
            publish(options(random));
        } else if (dice < 80) {
            read(query(random));
        } else if (dice < 83) {
            broker.removeHistory(CHANNEL);
            model.removeEntries();
        } else {
            pass(Duration.ofMillis(random.nextInt(1500) * (random.nextInt(20) == 0 ? 20L : 1L)));
        }
    }

    private static PublishOptions options(Random random) {
        var history =
                new HistoryOptions(
                        random.nextInt(8),
                        Duration.ofSeconds(random.nextInt(6)),
                        Duration.ofSeconds(3 + random.nextInt(10)));
        var key = random.nextInt(3) == 0 ? "key" + random.nextInt(3) : "";
        var versionEpoch = random.nextBoolean() ? "" : "x";
        var keyTtl = Duration.ofSeconds(random.nextInt(8));
        int version = random.nextInt(4) == 0 ? random.nextInt(10) : 0;
        return new PublishOptions(history, key, keyTtl, version, versionEpoch);
    }

    private HistoryQuery query(Random random) {
        long around = model.topOffset() + 2 - random.nextInt(12);
        var since = random.nextInt(3) == 0 ? null : new StreamPosition(Math.max(0, around), "any");
        return new HistoryQuery(
                random.nextInt(7) - 1,
                since,
                random.nextBoolean(),
                Duration.ofSeconds(3 + random.nextInt(10)));
    }

    private void publish(PublishOptions options) {
        var data = Integer.toString(++published);
        var payload = Payload.ofOwnedJsonLine(data.getBytes(UTF_8));

        var answer =
                broker.publish(CHANNEL, Publication.of(payload), options)
                        .toCompletableFuture()
                        .join();

        var expected = model.publish(data, options, time.instant());
        assertThat(answer.suppressed()).isEqualTo(expected.suppressed());
        assertThat(answer.position().offset()).isEqualTo(expected.offset());
        if (!answer.suppressed()) {
            var announced = heard.nextPublication(CHANNEL);
            assertThat(announced.data().text()).isEqualTo(data);
            assertThat(announced.offset()).isEqualTo(expected.offset());
        }
    }

    private void read(HistoryQuery query) {
        var part = broker.history(CHANNEL, query).toCompletableFuture().join();

        var expected = model.read(query, time.instant());
        assertThat(part.publications().stream().map(Publication::offset).toList())
                .isEqualTo(expected.stream().map(NaiveLog.Entry::offset).toList());
        assertThat(part.publications().stream().map(each -> each.data().text()).toList())
                .isEqualTo(expected.stream().map(NaiveLog.Entry::data).toList());
        assertThat(part.top().offset()).isEqualTo(model.topOffset());
        assertThat(part.latest() == null ? List.of() : List.of(part.latest().text()))
                .isEqualTo(model.latest());
        model.checkEpoch(part.top().epoch());
    }

    private void pass(Duration duration) {
        time.pass(duration);
        broker.tidy();
    }
}
