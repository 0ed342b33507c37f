package dev.freshet.server.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.TestClock;
import dev.freshet.server.socket.EventChannels.Activity;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EventChannelsTest {
    private final TestClock clock = new TestClock();
    private final EventChannels channels = new EventChannels(clock);

    @Test
    void theRateIsThatOfTheLastMinute() {
        channels.published("1/stream/demo/a");
        channels.published("1/stream/demo/a");
        clock.advance(Duration.ofSeconds(30));
        channels.published("1/stream/demo/a");
        var lastMillis = clock.millis();

        assertThat(channels.activity("1/stream/demo/a")).contains(new Activity(3, lastMillis));
        clock.advance(Duration.ofSeconds(30));
        assertThat(channels.activity("1/stream/demo/a")).contains(new Activity(1, lastMillis));
        clock.advance(Duration.ofSeconds(30));
        assertThat(channels.activity("1/stream/demo/a")).contains(new Activity(0, lastMillis));
    }

    @Test
    void aSecondIsNotMixedUpWithTheSameOneOfAnotherMinute() {
        channels.published("1/stream/demo/a");
        clock.advance(Duration.ofMinutes(1));
        channels.published("1/stream/demo/a");

        assertThat(channels.activity("1/stream/demo/a").orElseThrow().minuteRate()).isOne();
    }

    @Test
    void aQuietChannelIsUnknown() {
        assertThat(channels.activity("1/stream/demo/a")).isEmpty();
    }

    @Test
    void channelsOfOtherOrganisationsAreNotListed() {
        channels.published("1/stream/demo/a");
        channels.published("12/stream/demo/b");

        assertThat(channels.all("1/")).containsOnlyKeys("1/stream/demo/a");
    }

    @Test
    void whenThereAreTooManyTheQuietOnesAreForgottenAndBusyOnesStay() {
        channels.published("1/stream/demo/quiet");
        clock.advance(Duration.ofSeconds(61));
        for (int i = 1; i < 10_000; i++) {
            channels.published("1/stream/demo/" + i);
        }

        channels.published("1/stream/demo/new");
        channels.published("1/stream/demo/newer");

        assertThat(channels.all("1/")).hasSize(10_000).containsKey("1/stream/demo/new");
        assertThat(channels.activity("1/stream/demo/quiet")).isEmpty();
        assertThat(channels.activity("1/stream/demo/newer")).isEmpty();
        assertThat(channels.activity("1/stream/demo/1")).isPresent();
    }
}
