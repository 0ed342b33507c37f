package dev.freshet.server.managedstream;

import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import dev.freshet.source.Frame;
import dev.freshet.source.History;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The managed streams of one organisation and what they take of its allowance. Thread-safe.
final class OrgStreams {
    private final StreamLimits limits;
    private final Function<String, ManagedStream> maker;
    private final ConcurrentHashMap<String, ManagedStream> byChannel = new ConcurrentHashMap<>();
    private final AtomicInteger places = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    /// @param maker makes the stream of a canonical channel
    OrgStreams(StreamLimits limits, Function<String, ManagedStream> maker) {
        this.limits = limits;
        this.maker = maker;
    }

    @Nullable ManagedStream get(String channel) {
        return byChannel.get(channel);
    }

    Collection<ManagedStream> all() {
        return byChannel.values();
    }

    /// Checks that all frames may be stored, and sets places aside for the channels that are new.
    ///
    /// @param channels the canonical channel of each frame
    Admission admit(List<String> channels, List<FrameForChannel> frames) {
        int missing = 0;
        long growth = 0;
        for (int i = 0; i < channels.size(); i++) {
            Frame frame = frames.get(i).frame();
            ManagedStream known = byChannel.get(channels.get(i));
            if (ManagedStream.cells(known, frame) > limits.cells()) {
                return new Admission.Denied(tooManyValues(channels.get(i), frame));
            }
            missing += known == null ? 1 : 0;
            growth += ManagedStream.growth(known, frame);
        }
        if (growth > 0 && bytes.get() + growth > limits.bytes()) {
            return new Admission.Denied(tooMuchMemory());
        }
        if (missing > 0 && places.addAndGet(missing) > limits.channels()) {
            places.addAndGet(-missing);
            return new Admission.Denied(tooManyChannels());
        }
        return new Admission.Granted(missing);
    }

    /// Gives back the places that [#admit] set aside; the streams made meanwhile count by
    /// themselves.
    void release(Admission.Granted admission) {
        places.addAndGet(-admission.places());
    }

    /// Pushes to the stream of this channel, made if need be.
    void push(String channel, FrameForChannel frame, Instant now) {
        change(channel, stream -> stream.push(frame, now));
    }

    /// Begins the stream of this channel with a history, or has it begin anew.
    void begin(String channel, FrameForChannel frame, History history, Instant now) {
        change(channel, stream -> stream.begin(frame, history, now));
    }

    private void change(String channel, ToLongFunction<ManagedStream> what) {
        long change;
        do {
            change = what.applyAsLong(byChannel.computeIfAbsent(channel, this::make));
        } while (change == ManagedStream.EXPIRED);
        bytes.addAndGet(change);
    }

    /// Removes what was idle since `cutoff`, or since `overCutoff` when nobody feeds it, and
    /// returns how many; the last number of each goes to `lastNumber` before its channel can be
    /// made anew.
    int expire(Instant cutoff, Instant overCutoff, LongConsumer lastNumber) {
        int before = places.get();
        for (String channel : byChannel.keySet()) {
            byChannel.computeIfPresent(
                    channel,
                    (_, stream) -> {
                        if (!stream.expireIfIdleSince(cutoff, overCutoff)) {
                            return stream;
                        }
                        lastNumber.accept(stream.number());
                        places.decrementAndGet();
                        bytes.addAndGet(-stream.retainedBytes());
                        return null;
                    });
        }
        return before - places.get();
    }

    private ManagedStream make(String channel) {
        places.incrementAndGet();
        return maker.apply(channel);
    }

    private Problem tooManyChannels() {
        return Problem.of(
                ProblemType.STREAM_TOO_MANY_CHANNELS,
                "The organisation has %d streams, as many as it may; nothing was stored"
                        .formatted(byChannel.size()),
                "Raise [freshet.live] managed_max_channels (now %d), or push fewer measurements."
                        .formatted(limits.channels()));
    }

    private Problem tooMuchMemory() {
        return Problem.of(
                ProblemType.STREAM_TOO_MUCH_MEMORY,
                "The organisation's streams keep %d bytes, about as many as they may; nothing was stored"
                        .formatted(bytes.get()),
                "Raise [freshet.live] managed_max_bytes (now %d), or push fewer measurements."
                        .formatted(limits.bytes()));
    }

    private Problem tooManyValues(String channel, Frame frame) {
        return Problem.of(
                ProblemType.PUSH_TOO_MANY_VALUES,
                "%d rows are too many at once for %s with its many fields; nothing was stored"
                        .formatted(frame.rows(), channel.substring(channel.indexOf('/') + 1)),
                "Send fewer lines in a request; rows times fields may be %d."
                        .formatted(limits.cells()));
    }
}
