package dev.freshet.server.push;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.freshet.server.channel.Patience;
import dev.freshet.server.managedstream.ManagedStreams;
import dev.freshet.server.managedstream.PushOutcome;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// Takes bodies of line protocol, however they came: converts, waits for room, stores and
/// publishes.
///
/// Thread-safe. The conversion runs on the caller's thread, further attempts on the timer's;
/// nothing blocks.
public final class LinePush {
    static final String SCOPE = "stream";

    private final FramesFromLines lines;
    private final ManagedStreams streams;
    private final Patience patience;
    private final InstantSource clock;
    private final PushCounters counters;

    /// What became of a body.
    sealed interface Taken {
        /// The body, with what was good in it stored.
        record Stored(PushResult lines, List<String> channels, long rows) implements Taken {}

        /// Nothing was stored because of what stands in the body.
        record Refused(LineError error) implements Taken {}

        /// Nothing was stored because of a limit, or because there was no room for too long.
        record NotStored(PushOutcome reason) implements Taken {}
    }

    public LinePush(
            FramesFromLines lines,
            ManagedStreams streams,
            Patience patience,
            InstantSource clock,
            PushCounters counters) {
        this.lines = lines;
        this.streams = streams;
        this.patience = patience;
        this.clock = clock;
        this.counters = counters;
    }

    /// Options for bodies that come now.
    PushOptions options(FrameFormat format, String streamId) {
        var now = clock.instant();
        long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        return PushOptions.of(format, streamId, nanos);
    }

    CompletionStage<Taken> push(
            long orgId, String streamId, byte[] body, int offset, int length, PushOptions options) {
        var converted = lines.convert(body, offset, length, options);
        counters.rejected(converted.badLines());
        if (converted.refused()) {
            return completedFuture(new Taken.Refused(converted.errors().getFirst()));
        }
        return patience.whileBusy(
                        outcome -> outcome instanceof PushOutcome.Busy,
                        () ->
                                completedFuture(
                                        streams.push(orgId, SCOPE, streamId, converted.frames())))
                .thenApply(outcome -> taken(converted, outcome));
    }

    private Taken taken(PushResult converted, PushOutcome outcome) {
        return switch (outcome) {
            case PushOutcome.Accepted(List<String> channels, int _, long rows) -> {
                counters.accepted(converted.lines());
                yield new Taken.Stored(converted, channels, rows);
            }
            case PushOutcome.Busy _, PushOutcome.Refused _ -> new Taken.NotStored(outcome);
        };
    }
}
