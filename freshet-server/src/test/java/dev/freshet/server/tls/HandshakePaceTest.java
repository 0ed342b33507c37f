package dev.freshet.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HandshakePaceTest {
    private long now = 5_000_000_000L;
    private final HandshakePace pace = new HandshakePace(100, () -> now);

    @Test
    void aSecondsWorthOfHandshakesMayComeAtOnceAndTheNextWaits() {
        now += TimeUnit.SECONDS.toNanos(10);
        for (int i = 0; i < 100; i++) {
            assertThat(admitted().config().isAutoRead()).isTrue();
        }

        var early = admitted();

        assertThat(early.config().isAutoRead()).isFalse();
        early.advanceTimeBy(10, TimeUnit.MILLISECONDS);
        early.runScheduledPendingTasks();
        assertThat(early.config().isAutoRead()).isTrue();
    }

    @Test
    void aConnectionWhoseTurnIsTooFarOffIsClosedAndTakesNoTurn() {
        for (int i = 0; i < 800; i++) {
            assertThat(admitted().isOpen()).isTrue();
        }

        assertThat(admitted().isOpen()).isFalse();

        now += TimeUnit.MILLISECONDS.toNanos(10);
        assertThat(admitted().isOpen()).isTrue();
    }

    private EmbeddedChannel admitted() {
        var channel = new EmbeddedChannel();
        channel.freezeTime();
        pace.admit(channel);
        channel.runPendingTasks();
        return channel;
    }
}
