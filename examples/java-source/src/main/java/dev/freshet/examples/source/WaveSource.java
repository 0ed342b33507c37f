package dev.freshet.examples.source;

import dev.freshet.source.DoubleColumn;
import dev.freshet.source.Field;
import dev.freshet.source.FieldType;
import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.source.SourceType;
import dev.freshet.source.StreamRequest;
import dev.freshet.source.StreamSender;
import dev.freshet.source.StreamSource;
import dev.freshet.source.StreamStatus;
import dev.freshet.source.SubscribeReply;
import dev.freshet.source.TimeColumn;
import java.time.Instant;
import java.util.regex.Pattern;

/// Sends a sine wave: `ds/<uid>/wave/<seconds>` has one turn in so many seconds.
///
/// The data source's `jsonData` may hold `"amplitude"`.
@SourceType("example-wave")
public final class WaveSource implements StreamSource {
    private static final Pattern PATH = Pattern.compile("wave/([1-9][0-9]{0,4})");
    private static final Pattern AMPLITUDE =
            Pattern.compile("\"amplitude\"\\s*:\\s*(-?[0-9]+(?:\\.[0-9]+)?)");
    private static final long PAUSE_MILLIS = 250;

    @Override
    public SubscribeReply subscribeStream(StreamRequest request) {
        return PATH.matcher(request.path()).matches()
                ? SubscribeReply.ok()
                : SubscribeReply.refused(StreamStatus.NOT_FOUND);
    }

    @Override
    public void runStream(StreamRequest request, StreamSender sender) throws Exception {
        var path = PATH.matcher(request.path());
        if (!path.matches()) {
            throw new SourceException(
                    "There is no wave \"" + request.path() + "\".", "Write wave/10, for example.");
        }
        double turnsPerMilli = 1 / (1000.0 * Integer.parseInt(path.group(1)));
        double amplitude = amplitude(request);
        while (true) {
            var now = Instant.now();
            double turns = now.toEpochMilli() * turnsPerMilli;
            sender.send(
                    Frame.of(
                            "wave",
                            Field.of("time", TimeColumn.of(now.toEpochMilli() * 1_000_000)),
                            Field.of(
                                    "value",
                                    DoubleColumn.of(
                                            FieldType.FLOAT64,
                                            amplitude * Math.sin(2 * Math.PI * turns)))));
            Thread.sleep(PAUSE_MILLIS); // is interrupted when nobody is subscribed any more
        }
    }

    private static double amplitude(StreamRequest request) {
        var dataSource = request.dataSource();
        if (dataSource == null) {
            return 1;
        }
        var set = AMPLITUDE.matcher(dataSource.jsonData().toString());
        return set.find() ? Double.parseDouble(set.group(1)) : 1;
    }
}
