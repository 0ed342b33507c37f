package dev.freshet.server.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.server.TestClock;
import dev.freshet.source.DoubleColumn;
import dev.freshet.source.Field;
import dev.freshet.source.Frame;
import dev.freshet.source.RawJson;
import dev.freshet.source.StreamRequest;
import dev.freshet.source.StreamSender;
import dev.freshet.source.StreamStatus;
import dev.freshet.source.TimeColumn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestDataSourceTest {
    private static final int ROUNDS = 2_000;

    private final TestClock clock = new TestClock();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<Frame> frames = new ArrayList<>();
    private final TestDataSource source =
            new TestDataSource(clock, () -> new SplittableRandom(42), this::pause);

    private void pause(Duration interval) throws InterruptedException {
        if (pauses.size() == ROUNDS) {
            throw new InterruptedException();
        }
        pauses.add(interval);
        clock.advance(interval);
    }

    private final StreamSender sender =
            new StreamSender() {
                @Override
                public void send(Frame frame) {
                    frames.add(frame);
                }

                @Override
                public void send(RawJson packet) {
                    throw new AssertionError("sample streams send frames");
                }
            };

    private static StreamRequest request(String path) {
        return new StreamRequest(1, null, null, path, null, Map.of());
    }

    private void run(String path) {
        assertThatThrownBy(() -> source.runStream(request(path), sender))
                .isInstanceOf(InterruptedException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "random-2s-stream, 2000, 1.0",
        "random-20Hz-stream, 50, 1.0",
        "random-20Hz-stream-17, 50, 1.0",
        "random-flakey-stream, 100, 0.25",
        "random-labeled-stream, 200, 0.8"
    })
    void eachStreamHasItsIntervalAndItsShareOfPackets(String path, long millis, double kept) {
        run(path);

        assertThat(pauses).hasSize(ROUNDS).containsOnly(Duration.ofMillis(millis));
        assertThat(frames.size() / (double) ROUNDS)
                .isBetween(kept - 0.05, Math.min(1, kept + 0.05));
    }

    @Test
    void aFrameHasTimeValueAndItsBand() {
        run("random-2s-stream");

        var frame = frames.getFirst();
        assertThat(frame.name()).isEqualTo("testdata");
        assertThat(frame.fields())
                .extracting(Field::name)
                .containsExactly("Time", "Value", "Min", "Max");
        assertThat(frame.rows()).isOne();
        assertThat(frames)
                .allSatisfy(each -> {
                    assertThat(number(each, 1)).isBetween(0.0, 100.0);
                    assertThat(number(each, 2)).isLessThan(number(each, 1));
                    assertThat(number(each, 3)).isGreaterThan(number(each, 1));
                });
    }

    @Test
    void framesCarryTheTimeOfTheirSending() {
        var begun = clock.millis();

        run("random-2s-stream");

        assertThat(((TimeColumn) frames.getFirst().fields().getFirst().column()).value(0))
                .isEqualTo((begun + 2_000) * 1_000_000);
    }

    @Test
    void theLabeledFrameHasTwoRowsOfDifferentSeries() {
        run("random-labeled-stream");

        var frame = frames.getFirst();
        assertThat(frame.name()).isEqualTo("labeled");
        assertThat(frame.fields())
                .extracting(Field::name)
                .containsExactly("labels", "Time", "Value");
        assertThat(frame.rows()).isEqualTo(2);
    }

    private static double number(Frame frame, int field) {
        return ((DoubleColumn) frame.fields().get(field).column()).value(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "random",
                "random-20Hz-stream-",
                "random-20Hz-stream-12345",
                "RANDOM-2S-STREAM"
            })
    void otherPathsAreNotFound(String path) {
        assertThat(source.subscribeStream(request(path)).status())
                .isEqualTo(StreamStatus.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"random-2s-stream", "random-20Hz-stream-9999"})
    void sampleStreamsCanBeSubscribedTo(String path) {
        assertThat(source.subscribeStream(request(path)).status()).isEqualTo(StreamStatus.OK);
    }
}
