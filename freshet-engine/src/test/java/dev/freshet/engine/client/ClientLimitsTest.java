package dev.freshet.engine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.engine.protocol.Disconnect;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClientLimitsTest {
    @Test
    void defaultsAreThoseOfTheProtocol() {
        assertThat(ClientLimits.defaults())
                .isEqualTo(
                        new ClientLimits(
                                "",
                                false,
                                -1,
                                Disconnect.CONNECTION_LIMIT,
                                new UserLimits(0, 0, new RateLimit(0, 0)),
                                new PingRule(Duration.ofSeconds(25), Duration.ofSeconds(10)),
                                Duration.ofSeconds(15),
                                Duration.ofSeconds(25),
                                Duration.ofSeconds(25),
                                255,
                                128,
                                4 << 20,
                                12,
                                new RateLimit(0, 0),
                                new StreamLimits(0, 0, Duration.ofSeconds(40))));
    }

    @Test
    void builderChangesWhatItIsToldToAndNothingElse() {
        assertThat(ClientLimits.defaults().toBuilder().build()).isEqualTo(ClientLimits.defaults());
        assertThat(
                        ClientLimits.defaults().toBuilder()
                                .version("v")
                                .tellsTime(true)
                                .perUser(new UserLimits(1, 2, new RateLimit(3, 4)))
                                .expiredDelay(Duration.ofSeconds(9))
                                .upkeepInterval(Duration.ofSeconds(10))
                                .rate(new RateLimit(5, 6))
                                .streams(new StreamLimits(7, 8, Duration.ofSeconds(9)))
                                .maxConnections(1)
                                .overLimit(Disconnect.FORCED)
                                .pings(Duration.ofSeconds(3), Duration.ofSeconds(2))
                                .staleTimeout(Duration.ofSeconds(4))
                                .maxChannelBytes(5)
                                .maxSubscriptions(6)
                                .maxQueuedBytes(7)
                                .handlerConcurrency(8)
                                .build())
                .isEqualTo(
                        new ClientLimits(
                                "v",
                                true,
                                1,
                                Disconnect.FORCED,
                                new UserLimits(1, 2, new RateLimit(3, 4)),
                                new PingRule(Duration.ofSeconds(3), Duration.ofSeconds(2)),
                                Duration.ofSeconds(4),
                                Duration.ofSeconds(9),
                                Duration.ofSeconds(10),
                                5,
                                6,
                                7,
                                8,
                                new RateLimit(5, 6),
                                new StreamLimits(7, 8, Duration.ofSeconds(9))));
    }

    @Test
    void limitsThatCannotWorkAreRefused() {
        var builder = ClientLimits.defaults().toBuilder();

        assertThatThrownBy(() -> builder.handlerConcurrency(0).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("handlerConcurrency is 0");
        assertThatThrownBy(() ->
                        builder.handlerConcurrency(1)
                                .pings(Duration.ofSeconds(5), Duration.ofSeconds(5))
                                .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shorter than the ping interval");
    }
}
