package dev.freshet.server.managedstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.push.FrameFormat;
import dev.freshet.server.push.FramesFromLines;
import dev.freshet.server.push.PushOptions;
import dev.freshet.server.push.PushResult;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Real agents write the fields of a measurement in changing order and leave some out.
class SchemaStabilityTest {
    private static final List<String> BODIES =
            List.of(
                    "first-flush.lp",
                    "batch-02.lp",
                    "batch-03.lp",
                    "batch-04.lp",
                    "batch-05.lp",
                    "batch-06.lp",
                    "batch-07.lp",
                    "batch-08.lp",
                    "batch-09.lp",
                    "batch-10.lp",
                    "after-three-refusals.lp",
                    "gzip-body.lp",
                    "websocket-message.lp",
                    "mock-two-lines.lp",
                    "one-metric.lp",
                    "full-batch-1000.lp",
                    "shapes.lp");

    private final RecordingPublisher publisher = new RecordingPublisher();
    private final ManagedStreams streams =
            new ManagedStreams(publisher, StreamLimits.defaults(), new TestClock());
    private final FramesFromLines converter = new FramesFromLines();

    @ParameterizedTest
    @EnumSource(FrameFormat.class)
    void aSecondReplayAnnouncesNoSchema(FrameFormat format) throws IOException {
        replay(format);
        int first = publisher.published.size();

        replay(format);

        assertThat(publisher.texts().subList(first, publisher.published.size()))
                .isNotEmpty()
                .allMatch(json -> json.startsWith("{\"data\":"));
    }

    @Test
    void aMeasurementIsAnnouncedOnceWhateverTheOrderOfItsFields() throws IOException {
        for (String body : BODIES.subList(1, 10)) {
            push(load(body), FrameFormat.LABELS_COLUMN);
        }

        assertThat(publisher.published)
                .filteredOn(published -> published.json().startsWith("{\"schema\":"))
                .extracting(RecordingPublisher.Published::channel)
                .doesNotHaveDuplicates()
                .hasSize(5);
    }

    @Test
    void linesOneByOneGiveTheSameValuesAsTogether() throws IOException {
        long seed = System.nanoTime();
        List<String> lines =
                new ArrayList<>(new String(load("batch-02.lp"), UTF_8).lines().toList());
        Collections.shuffle(lines, new Random(seed));
        ManagedStreams together =
                new ManagedStreams(
                        new RecordingPublisher(), StreamLimits.defaults(), new TestClock());

        together.push(
                1, "stream", "test", convert(String.join("\n", lines).getBytes(UTF_8)).frames());
        for (String line : lines) {
            push(line.getBytes(UTF_8), FrameFormat.LABELS_COLUMN);
        }

        for (StreamInfo info : together.list(1)) {
            StreamInfo oneByOne = streams.info("1/" + info.channel()).orElseThrow();
            assertThat(fieldNames(oneByOne)).as("seed %d", seed).isEqualTo(fieldNames(info));
        }
    }

    private void replay(FrameFormat format) throws IOException {
        for (String body : BODIES) {
            push(load(body), format);
        }
    }

    private void push(byte[] body, FrameFormat format) {
        PushOptions options = PushOptions.of(format, "test", 0);
        PushResult result = converter.convert(body, 0, body.length, options);
        assertThat(result.refused()).isFalse();
        assertThat(streams.push(1, "stream", "test", result.frames()))
                .isInstanceOf(PushOutcome.Accepted.class);
    }

    private PushResult convert(byte[] body) {
        return converter.convert(
                body, 0, body.length, PushOptions.of(FrameFormat.LABELS_COLUMN, "test", 0));
    }

    private static List<String> fieldNames(StreamInfo info) {
        return Arrays.stream(info.data().toString().split("\"name\":\""))
                .skip(2)
                .map(part -> part.substring(0, part.indexOf('"')))
                .toList();
    }

    private static byte[] load(String file) throws IOException {
        try (InputStream in = SchemaStabilityTest.class.getResourceAsStream("/telegraf/" + file)) {
            if (in == null) {
                throw new AssertionError("No resource telegraf/" + file);
            }
            return in.readAllBytes();
        }
    }
}
