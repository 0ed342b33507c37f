package dev.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.client.ClientLimits;
import dev.freshet.engine.client.ConnectionCount;
import org.junit.jupiter.api.Test;

class EngineBuilderTest {
    private static final ChannelOptions PRESENCE = ChannelOptions.builder().presence(true).build();
    private static final ChannelOptions DELTA = ChannelOptions.builder().delta(true).build();

    @Test
    void channelsOfferNothingSpecialByDefault() {
        var options = Engine.builder().channelOptions();

        assertThat(options.optionsOf("news")).isEqualTo(ChannelOptions.defaults());
    }

    @Test
    void patternsGoBeforeTheSource() {
        var options =
                Engine.builder()
                        .channel("news/*", PRESENCE)
                        .channels(channel -> DELTA)
                        .channelOptions();

        assertThat(options.optionsOf("news/sport")).isEqualTo(PRESENCE);
        assertThat(options.optionsOf("news")).isEqualTo(DELTA);
    }

    @Test
    void wrongPatternsAreRefusedAtOnce() {
        var builder = Engine.builder().channel("news/:id", PRESENCE);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.channel("news//x", PRESENCE))
                .withMessageContaining("news//x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.channel(":scope/sport", DELTA))
                .withMessageContaining("neither is more literal");
    }

    @Test
    void nodeTellsTheVersionOfItsClientsUnlessItHasAnother() {
        var limits = ClientLimits.defaults().toBuilder().version("1.0").build();
        var builder = Engine.builder().clientLimits(limits);

        var before = builder.identity(new ConnectionCount()).version();
        var after = builder.nodeVersion("2.0").identity(new ConnectionCount()).version();

        assertThat(before).isEqualTo("1.0");
        assertThat(after).isEqualTo("2.0");
    }
}
