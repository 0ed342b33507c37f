package dev.freshet.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PublishingRoundTest {
    private final AtomicLong clock = new AtomicLong(5_000);

    @Test
    void publicationsAreDueAtEvenDistances() {
        var round = new PublishingRound(100, Duration.ofSeconds(1), clock::get);

        assertThat(round.untilNext()).isZero();
        round.begin();
        assertThat(round.untilNext()).isEqualTo(Duration.ofMillis(10).toNanos());
        clock.addAndGet(Duration.ofMillis(4).toNanos());

        assertThat(round.untilNext()).isEqualTo(Duration.ofMillis(6).toNanos());
        assertThat(round.mostLate()).isZero();
    }

    @Test
    void whatWasNotBegunInTimeIsDueAtOnceAndNotedAsLate() {
        var round = new PublishingRound(100, Duration.ofSeconds(1), clock::get);
        round.begin();
        clock.addAndGet(Duration.ofMillis(35).toNanos());

        assertThat(round.untilNext()).isZero();
        assertThat(round.mostLate()).isEqualTo(Duration.ofMillis(25).toNanos());
    }

    @Test
    void endsAfterAllThatTheRateMakesInTheTime() {
        var round = new PublishingRound(3, Duration.ofSeconds(1), clock::get);
        for (int i = 0; i < 3; i++) {
            round.begin();
            clock.addAndGet(Duration.ofMillis(333).toNanos());
        }

        assertThat(round.untilNext()).isNegative();
        round.finishWhenQuiet();
        assertThat(round.isDone()).isFalse();
        round.accepted(10, 2_000_000);
        round.accepted(20, 2_000_000);
        round.refused("HTTP 503");
        round.finishWhenQuiet();

        assertThat(round.isDone()).isTrue();
        assertThat(round.accepted()).isEqualTo(2);
        assertThat(round.expected()).isEqualTo(30);
        assertThat(round.refusals().toMap()).containsEntry("HTTP 503", 1L);
        assertThat(round.seconds()).isEqualTo(0.999);
    }

    @Test
    void serverThatIsTooSlowDoesNotProlongTheRoundMuch() {
        var round = new PublishingRound(1000, Duration.ofSeconds(4), clock::get);
        clock.addAndGet(Duration.ofSeconds(5).toNanos());

        assertThat(round.untilNext()).isNegative();
    }

    @Test
    void asFastAsPossibleIsAlwaysDueUntilTheTimeIsOver() {
        var round = new PublishingRound(-1, Duration.ofSeconds(1), clock::get);
        round.begin();

        assertThat(round.untilNext()).isZero();
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(round.untilNext()).isNegative();
    }

    @Test
    void aNumberOfPublicationsIsDueAtOnceAndThenNothing() {
        var round = PublishingRound.of(2, Duration.ofSeconds(1), clock::get);
        round.begin();

        assertThat(round.untilNext()).isZero();
        round.begin();
        assertThat(round.untilNext()).isNegative();
    }

    @Test
    void serverThatRefusesEverythingEndsTheRound() {
        var round = new PublishingRound(-1, Duration.ofSeconds(1), clock::get);
        for (int i = 0; i < 100; i++) {
            round.begin();
            round.refused("HTTP 403");
        }

        assertThat(round.untilNext()).isNegative();
    }
}
