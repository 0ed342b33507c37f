package dev.freshet.engine.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.channel.HistoryOptions;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import dev.freshet.engine.protocol.StreamPosition;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `BrokerContract` leaves to the log: borders of numbers and of time.
class PublicationLogTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Duration META_TTL = Duration.ofSeconds(60);
    private static final HistoryOptions TEN =
            new HistoryOptions(10, Duration.ofSeconds(10), META_TTL);

    private final Heard heard = new Heard();
    private final HistoryBudget budget = new HistoryBudget(1 << 20);
    private final PublicationLog log =
            new PublicationLog("a", heard, new Epochs(new SplittableRandom(1)), budget);

    /// Nobody has to tidy for it.
    @Test
    void aPublicationIsGoneTheMomentItExpires() {
        publish(PublishOptions.withHistory(TEN), 0);

        assertThat(read(all(), 10 * SECOND - 1).publications()).hasSize(1);
        assertThat(read(all(), 10 * SECOND).publications()).isEmpty();
    }

    @Test
    void thePositionIsGoneTheMomentItExpires() {
        var first = publish(PublishOptions.withHistory(TEN), 0);

        assertThat(publish(PublishOptions.withHistory(TEN), 60 * SECOND - 1).position())
                .isEqualTo(new StreamPosition(2, first.position().epoch()));
        assertThat(publish(PublishOptions.withHistory(TEN), 120 * SECOND).position().offset())
                .isEqualTo(1);
    }

    /// Or publications without a stream would stay.
    @Test
    void publicationsGoWithThePosition() {
        var history = new HistoryOptions(10, Duration.ofHours(1), META_TTL);
        publish(PublishOptions.withHistory(history), 0);

        assertThat(read(all(), 60 * SECOND).publications()).isEmpty();
        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    void theVersionGoesWithThePosition() {
        publish(PublishOptions.withHistory(TEN).withVersion(5, ""), 0);

        var anew = publish(PublishOptions.withHistory(TEN).withVersion(1, ""), 60 * SECOND);

        assertThat(anew.suppressed()).isFalse();
    }

    @Test
    void theVersionStaysWhenTheHistoryIsRemoved() {
        publish(PublishOptions.withHistory(TEN).withVersion(5, ""), 0);

        log.removeEntries();

        assertThat(publish(PublishOptions.withHistory(TEN).withVersion(5, ""), 1).suppressed())
                .isTrue();
    }

    @Test
    void versionsAreUnsigned() {
        publish(PublishOptions.withHistory(TEN).withVersion(Long.MAX_VALUE, ""), 0);

        assertThat(publish(PublishOptions.withHistory(TEN).withVersion(-1, ""), 1).suppressed())
                .isFalse();
        assertThat(publish(PublishOptions.withHistory(TEN).withVersion(-2, ""), 1).suppressed())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {3, Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void nothingFollowsAnOffsetThatTheStreamNeverHad(long offset) {
        publish(PublishOptions.withHistory(TEN), 0);
        publish(PublishOptions.withHistory(TEN), 0);
        var ahead = new StreamPosition(offset, "");

        assertThat(read(HistoryQuery.after(ahead, -1, META_TTL), 1).publications()).isEmpty();
        assertThat(read(new HistoryQuery(-1, ahead, true, META_TTL), 1).publications())
                .hasSize(offset == 3 ? 2 : 0);
    }

    @Test
    void nothingComesBeforeOffsetZero() {
        publish(PublishOptions.withHistory(TEN), 0);

        var part = read(new HistoryQuery(-1, StreamPosition.NONE, true, META_TTL), 1);

        assertThat(part.publications()).isEmpty();
    }

    @Test
    void aReadPartIsNotChangedByWhatComesLater() {
        publish(PublishOptions.withHistory(TEN), 0);

        var part = read(all(), 1);
        publish(PublishOptions.withHistory(TEN), 2);
        log.removeEntries();

        assertThat(part.publications()).hasSize(1);
        assertThat(part.top().offset()).isEqualTo(1);
    }

    @Test
    void whatGrewAndShrankIsStillReadInOrder() {
        for (int size : List.of(3, 100, 5, 1, 64)) {
            var history = new HistoryOptions(size, Duration.ofSeconds(10), META_TTL);
            for (int i = 0; i < 150; i++) {
                publish(PublishOptions.withHistory(history), 0);
            }

            var part = read(all(), 0);

            assertThat(part.publications()).hasSize(size);
            long offset = part.top().offset() - size;
            for (var each : part.publications()) {
                assertThat(each.offset()).isEqualTo(++offset);
            }
        }
    }

    @Test
    void itExpiresInTheOrderOfItsParts() {
        publish(new PublishOptions(TEN, "key", Duration.ofSeconds(5), 0, ""), 0);

        assertThat(log.nextExpiry()).isEqualTo(5 * SECOND);
        log.forgetExpired(5 * SECOND);
        assertThat(log.nextExpiry()).isEqualTo(10 * SECOND);
        log.forgetExpired(10 * SECOND);
        assertThat(log.nextExpiry()).isEqualTo(60 * SECOND);
        assertThat(log.isEmpty()).isFalse();
        log.forgetExpired(60 * SECOND);

        assertThat(log.isEmpty()).isTrue();
        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    void epochsDifferAndHaveNoDividers() {
        var epochs = new Epochs(new SplittableRandom(1));
        var seen = new HashSet<String>();

        for (int i = 0; i < 1000; i++) {
            var epoch = epochs.next();
            assertThat(epoch).matches("[A-Za-z0-9]{4,8}");
            seen.add(epoch);
        }

        assertThat(seen).hasSize(1000);
    }

    private Published publish(PublishOptions options, long now) {
        return log.publish(
                Publication.of(Payload.ofOwnedJsonLine("1".getBytes(UTF_8))), options, now, 1);
    }

    private StreamPart read(HistoryQuery query, long now) {
        return log.read(query, now);
    }

    private static HistoryQuery all() {
        return new HistoryQuery(HistoryQuery.NO_LIMIT, null, false, META_TTL);
    }
}
