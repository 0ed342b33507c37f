package dev.freshet.server.testdata;

import dev.freshet.source.DoubleColumn;
import dev.freshet.source.Field;
import dev.freshet.source.FieldType;
import dev.freshet.source.Frame;
import dev.freshet.source.StringColumn;
import dev.freshet.source.TimeColumn;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How one sample stream behaves.
///
/// @param kept the share of packets that are sent
/// @param labeled true for the frame with a label column, two rows a packet
record SampleStream(Duration interval, double kept, boolean labeled) {
    private static final SampleStream FAST = new SampleStream(Duration.ofMillis(50), 1, false);

    static Optional<SampleStream> named(String path) {
        return switch (path) {
            case "random-2s-stream" ->
                    Optional.of(new SampleStream(Duration.ofSeconds(2), 1, false));
            case "random-flakey-stream" ->
                    Optional.of(new SampleStream(Duration.ofMillis(100), 0.25, false));
            case "random-labeled-stream" ->
                    Optional.of(new SampleStream(Duration.ofMillis(200), 0.8, true));
            case "random-20Hz-stream" -> Optional.of(FAST);
            default ->
                    path.matches("random-20Hz-stream-[0-9]{1,4}")
                            ? Optional.of(FAST)
                            : Optional.empty();
        };
    }

    Frame frame(Instant now, RandomWalk walk, RandomGenerator random) {
        long nanos = now.toEpochMilli() * 1_000_000;
        return labeled ? labeledFrame(nanos, walk, random) : plainFrame(nanos, walk);
    }

    private static Frame plainFrame(long nanos, RandomWalk walk) {
        return Frame.of(
                "testdata",
                Field.of("Time", TimeColumn.of(nanos)),
                number("Value", walk.value()),
                number("Min", walk.min()),
                number("Max", walk.max()));
    }

    private static Frame labeledFrame(long nanos, RandomWalk walk, RandomGenerator random) {
        return Frame.of(
                "labeled",
                Field.of(
                        "labels",
                        StringColumn.of(
                                "s=A,s=p" + random.nextInt(1, 4),
                                "s=B,s=p" + random.nextInt(1, 4))),
                Field.of("Time", TimeColumn.of(nanos, nanos)),
                number("Value", walk.value(), walk.value() + 10));
    }

    private static Field number(String name, double... values) {
        return Field.of(name, DoubleColumn.of(FieldType.FLOAT64, values));
    }
}
