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
                                -1,
                                Disconnect.CONNECTION_LIMIT,
                                Duration.ofSeconds(25),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(15),
                                255,
                                128,
                                4 << 20,
                                12));
    }

    @Test
    void builderChangesWhatItIsToldToAndNothingElse() {
        assertThat(ClientLimits.defaults().toBuilder().build()).isEqualTo(ClientLimits.defaults());
        assertThat(
                        ClientLimits.defaults().toBuilder()
                                .version("v")
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
                                1,
                                Disconnect.FORCED,
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(4),
                                5,
                                6,
                                7,
                                8));
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
                .hasMessageContaining("shorter than pingInterval");
    }
}
