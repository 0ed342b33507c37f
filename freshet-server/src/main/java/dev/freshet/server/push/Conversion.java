package dev.freshet.server.push;

import dev.freshet.server.managedstream.FrameForChannel;
import dev.freshet.source.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The conversion of one body: a frame per measurement grows line by line. Used up by [#convert()].
final class Conversion {
    private static final String JSON =
            "this is JSON, not line protocol; set data_format = \"influx\" in the agent's output";

    private final byte[] body;
    private final int from;
    private final PushOptions options;
    private final Scratch scratch;
    private final LineParser parser;
    private final ByteTable<Measurement> byName = new ByteTable<>(32);
    private final List<Measurement> measurements = new ArrayList<>();
    private final BadLines badLines;
    private int lines;

    Conversion(byte[] body, int offset, int length, PushOptions options, NameCache names) {
        this.body = body;
        this.from = offset;
        this.options = options;
        this.scratch = new Scratch(names, new TagText(), new SortedFields());
        this.badLines = new BadLines(body, offset, options.limits().errors());
        this.parser =
                new LineParser(
                        body, offset, offset + length, options.precision(), options.limits());
    }

    PushResult convert() {
        while (true) {
            switch (parser.next()) {
                case END -> {
                    return result();
                }
                case LINE -> take(parser.line());
                case BAD_LINE -> {
                    if (lines == 0 && badLines.count() == 0 && isJson(parser.line().start)) {
                        return PushResult.refused(badLines.describe(from, "", JSON));
                    }
                    badLines.add(parser.errorAt(), parser.errorValue(), parser.message());
                }
            }
            if (badLines.count() > 0 && !options.partial()) {
                return PushResult.refused(badLines.described().getFirst());
            }
        }
    }

    private void take(ParsedLine line) {
        Measurement measurement =
                byName.find(
                        line.body,
                        line.measurementStart,
                        line.measurementEnd,
                        line.measurementHash);
        if (measurement == null) {
            measurement = newMeasurement(line);
        }
        if (measurement == null) {
            return;
        }
        if (measurement.builder.add(line, line.hasTime ? line.nanos : options.nowNanos())) {
            lines++;
        } else {
            reject(
                    line,
                    "\"%s\" would become a table of more than %d cells; send fewer lines at a time"
                            .formatted(shown(line), options.limits().cellsPerFrame()));
        }
    }

    private @Nullable Measurement newMeasurement(ParsedLine line) {
        if (measurements.size() == options.limits().measurements()) {
            reject(
                    line,
                    "more than %d different measurements; send fewer lines at a time"
                            .formatted(options.limits().measurements()));
            return null;
        }
        String name = line.measurement();
        String path = MeasurementPath.encode(name);
        if (path.length() > options.pathBytes()) {
            reject(
                    line,
                    "measurement \"%s\" needs a channel path of %d bytes; at most %d are possible"
                            .formatted(shown(line), path.length(), options.pathBytes()));
            return null;
        }
        FrameBuilder builder =
                switch (options.format()) {
                    case LABELS_COLUMN -> new LabelsFrameBuilder(options.limits(), scratch);
                    case WIDE -> new WideFrameBuilder(options.limits(), scratch);
                };
        Measurement measurement = new Measurement(line, name, path, builder);
        byName.put(measurement);
        measurements.add(measurement);
        return measurement;
    }

    private PushResult result() {
        List<FrameForChannel> frames = new ArrayList<>(measurements.size());
        for (Measurement measurement : measurements) {
            Frame frame = measurement.builder.build(measurement.name);
            if (frame.rows() > 0) {
                frames.add(
                        new FrameForChannel(
                                measurement.name,
                                measurement.path,
                                frame,
                                measurement.builder.losses()));
            }
        }
        return new PushResult(frames, lines, badLines.count(), badLines.described(), false);
    }

    private void reject(ParsedLine line, String message) {
        badLines.add(line.start, shown(line), message);
    }

    private String shown(ParsedLine line) {
        return parser.shown(line.measurementStart, line.measurementEnd);
    }

    private boolean isJson(int start) {
        return body[start] == '{' || body[start] == '[';
    }

    private static final class Measurement extends ByteTable.Entry {
        private final String name;
        private final String path;
        private final FrameBuilder builder;

        Measurement(ParsedLine line, String name, String path, FrameBuilder builder) {
            super(
                    new Name(
                            Arrays.copyOfRange(
                                    line.body, line.measurementStart, line.measurementEnd),
                            line.measurementHash,
                            name));
            this.name = name;
            this.path = path;
            this.builder = builder;
        }
    }
}
