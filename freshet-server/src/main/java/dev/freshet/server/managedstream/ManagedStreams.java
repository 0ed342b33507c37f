package dev.freshet.server.managedstream;

import dev.freshet.source.Frame;
import dev.freshet.source.History;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// All managed streams: takes pushes, keeps the last frame of each channel, and publishes.
///
/// A stream is made by its first push, never by a subscriber, and goes when it was idle for the
/// configured time: somebody has to call [#expireIdle()] now and then. Channels are canonical:
/// `1/stream/telegraf/cpu`. Thread-safe; no call blocks but for a stream's own short lock.
public final class ManagedStreams {
    /// Longer than its publications are kept for clients that come back.
    private static final Duration OVER_TTL = Duration.ofMinutes(10);

    private final StreamPublisher publisher;
    private final StreamLimits limits;
    private final InstantSource clock;
    private final Map<Long, OrgStreams> orgs = new ConcurrentHashMap<>();
    // A stream made anew goes on above every number that a subscriber may still remember.
    private final AtomicLong numberFloor = new AtomicLong();

    public ManagedStreams(StreamPublisher publisher, StreamLimits limits, InstantSource clock) {
        this.publisher = publisher;
        this.limits = limits;
        this.clock = clock;
    }

    /// Stores and publishes the frames of one request, each to `scope/namespace/<its path>`: all or
    /// none.
    public PushOutcome push(
            long orgId, String scope, String namespace, List<FrameForChannel> frames) {
        return store(orgId, scope, namespace, frames, OrgStreams::push);
    }

    /// Stores and publishes a frame made by a source.
    public PushOutcome push(long orgId, String scope, String namespace, String path, Frame frame) {
        return push(
                orgId,
                scope,
                namespace,
                List.of(new FrameForChannel(frame.name(), path, frame, List.of())));
    }

    /// Begins a stream of a source with its history, or has it begin anew: who subscribes is given
    /// what is later than all before.
    public PushOutcome begin(
            long orgId, String scope, String namespace, String path, History history) {
        var frame = new FrameForChannel(history.rows().name(), path, history.rows(), List.of());
        return store(
                orgId,
                scope,
                namespace,
                List.of(frame),
                (org, channel, rows, now) -> org.begin(channel, rows, history, now));
    }

    /// Nobody feeds the stream any more: what it keeps for new subscribers goes in ten minutes,
    /// unless it begins again.
    public void over(String canonicalChannel) {
        find(canonicalChannel).ifPresent(ManagedStream::over);
    }

    /// True when the stream began with a history.
    public boolean keepsRows(String canonicalChannel) {
        return find(canonicalChannel).map(ManagedStream::keepsRows).orElse(false);
    }

    private interface Storing {
        void store(OrgStreams org, String channel, FrameForChannel frame, Instant now);
    }

    /// What a new subscriber of this channel gets first: the rows that are kept, or else the last
    /// frame; nothing when nobody has pushed to it.
    ///
    /// @param schemaOnly true for the schema without rows, which is numbered 0
    public Optional<Snapshot> snapshot(String canonicalChannel, boolean schemaOnly) {
        return find(canonicalChannel).flatMap(stream -> stream.snapshot(schemaOnly));
    }

    /// What a subscriber of this channel gets that has the rows before this place: those behind it,
    /// if rows are kept.
    public Optional<Snapshot> snapshotBehind(String canonicalChannel, RowPosition place) {
        return find(canonicalChannel).flatMap(stream -> stream.snapshotBehind(place));
    }

    /// The streams of an organisation, by channel.
    public List<StreamInfo> list(long orgId) {
        OrgStreams org = orgs.get(orgId);
        if (org == null) {
            return List.of();
        }
        Instant now = clock.instant();
        return org.all().stream()
                .map(stream -> stream.info(now))
                .sorted(Comparator.comparing(StreamInfo::channel))
                .toList();
    }

    /// What is known of this channel, nothing when nobody has pushed to it.
    public Optional<StreamInfo> info(String canonicalChannel) {
        return find(canonicalChannel).map(stream -> stream.info(clock.instant()));
    }

    /// Removes the streams that were idle for too long, and returns how many.
    public int expireIdle() {
        Instant now = clock.instant();
        Instant cutoff = now.minus(limits.idleTtl());
        int expired = 0;
        for (OrgStreams org : orgs.values()) {
            expired +=
                    org.expire(
                            cutoff,
                            now.minus(OVER_TTL),
                            number -> numberFloor.accumulateAndGet(number, Math::max));
        }
        return expired;
    }

    private PushOutcome store(
            long orgId, String scope, String namespace, List<FrameForChannel> frames, Storing how) {
        String prefix = orgId + "/" + scope + "/" + namespace + "/";
        List<String> channels = new ArrayList<>(frames.size());
        for (FrameForChannel frame : frames) {
            String channel = prefix + frame.channelPath();
            if (!publisher.hasRoom(channel)) {
                return new PushOutcome.Busy(withoutOrg(channel));
            }
            channels.add(channel);
        }
        OrgStreams org = orgs.computeIfAbsent(orgId, _ -> new OrgStreams(limits, this::makeStream));
        return switch (org.admit(channels, frames)) {
            case Admission.Denied denied -> new PushOutcome.Refused(denied.problem());
            case Admission.Granted granted -> {
                try {
                    yield store(org, channels, frames, how);
                } finally {
                    org.release(granted);
                }
            }
        };
    }

    private PushOutcome store(
            OrgStreams org, List<String> channels, List<FrameForChannel> frames, Storing how) {
        Instant now = clock.instant();
        List<String> names = new ArrayList<>(frames.size());
        long rows = 0;
        for (int i = 0; i < frames.size(); i++) {
            how.store(org, channels.get(i), frames.get(i), now);
            names.add(withoutOrg(channels.get(i)));
            rows += frames.get(i).frame().rows();
        }
        return new PushOutcome.Accepted(names, frames.size(), rows);
    }

    private ManagedStream makeStream(String channel) {
        return new ManagedStream(
                channel, limits.fields(), numberFloor.get(), publisher, clock.instant());
    }

    private Optional<ManagedStream> find(String canonicalChannel) {
        int slash = canonicalChannel.indexOf('/');
        @Nullable OrgStreams org =
                slash < 1 || slash > 18 ? null : orgs.get(orgId(canonicalChannel, slash));
        return org == null ? Optional.empty() : Optional.ofNullable(org.get(canonicalChannel));
    }

    /// The number before the slash, -1 when there is something else.
    private static long orgId(String channel, int slash) {
        long id = 0;
        for (int i = 0; i < slash; i++) {
            int digit = channel.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            id = id * 10 + digit;
        }
        return id;
    }

    private static String withoutOrg(String channel) {
        return channel.substring(channel.indexOf('/') + 1);
    }
}
