package dev.freshet.server.socket;

import dev.freshet.engine.hub.Hub;
import dev.freshet.engine.metrics.SlowCounts;
import dev.freshet.server.channel.Json;
import dev.freshet.server.channel.OrgChannel;
import dev.freshet.server.live.ChannelFacts;
import dev.freshet.server.live.ListedChannel;
import dev.freshet.server.live.LiveDirectory;
import dev.freshet.server.managedstream.FieldLoss;
import dev.freshet.server.managedstream.ManagedStreams;
import dev.freshet.server.managedstream.StreamInfo;
import dev.freshet.server.pluginstream.RunState;
import dev.freshet.server.pluginstream.RunStreams;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.push.MeasurementPath;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The channels of this node: managed streams, sources' streams, and channels that people publish
/// to.
public final class NodeDirectory implements LiveDirectory {
    private static final String MANAGED = "managed";
    private static final String SOURCE = "source";
    private static final String EVENTS = "events";
    private static final String NOT_KEPT =
            "nothing is kept; subscribers get what is published while they listen";

    private final ManagedStreams streams;
    private final RunStreams runs;
    private final EventChannels events;
    private final Hub hub;
    private final SlowCounts slow;
    private final InstantSource clock;
    private final Duration idleTtl;

    public NodeDirectory(
            ManagedStreams streams,
            RunStreams runs,
            EventChannels events,
            Hub hub,
            SlowCounts slow,
            InstantSource clock,
            Duration idleTtl) {
        this.streams = streams;
        this.runs = runs;
        this.events = events;
        this.hub = hub;
        this.slow = slow;
        this.clock = clock;
        this.idleTtl = idleTtl;
    }

    @Override
    public List<ListedChannel> list(long orgId) {
        var listed = new LinkedHashMap<String, ListedChannel>();
        streams.list(orgId).forEach(info -> listed.put(info.channel(), managed(orgId, info)));
        // A channel can be pushed to and published on: its schema says more.
        events.all(orgId + "/")
                .forEach((channel, activity) -> {
                    var event = event(channel, activity);
                    listed.putIfAbsent(event.channel(), event);
                });
        // Streams that run and have not sent a frame, and those that do not run and ought to.
        runs.states(orgId)
                .forEach((channel, run) ->
                        listed.putIfAbsent(channel.address().toString(), source(channel, run)));
        return List.copyOf(listed.values());
    }

    private ListedChannel managed(long orgId, StreamInfo info) {
        return new ListedChannel(
                info.channel(),
                info.channel().startsWith("stream/") ? MANAGED : SOURCE,
                info.minuteRate(),
                hub.subscriberCount(orgId + "/" + info.channel()),
                schema(info),
                age(info.lastPush().toEpochMilli()),
                measurement(info),
                slow(orgId + "/" + info.channel()).dropped(),
                slow(orgId + "/" + info.channel()).closed(),
                trouble(orgId + "/" + info.channel()));
    }

    private static @Nullable String measurement(StreamInfo info) {
        var path =
                info.channel()
                        .substring(
                                info.channel().indexOf('/', info.channel().indexOf('/') + 1) + 1);
        var original = MeasurementPath.decode(path);
        return original.equals(path) ? null : original;
    }

    private static Json schema(StreamInfo info) {
        // What is kept is {"schema":…}; the list wants the schema itself.
        var text = info.data().toString();
        return Json.of(text.substring("{\"schema\":".length(), text.length() - 1));
    }

    /// A channel of messages that are passed on as they come: of people, or of a source.
    private ListedChannel event(String channel, EventChannels.Activity activity) {
        var address = channel.substring(channel.indexOf('/') + 1);
        return new ListedChannel(
                address,
                address.startsWith("ds/") || address.startsWith("plugin/") ? SOURCE : EVENTS,
                activity.minuteRate(),
                hub.subscriberCount(channel),
                Json.NONE,
                age(activity.lastMillis()),
                null,
                slow(channel).dropped(),
                slow(channel).closed(),
                trouble(channel));
    }

    private SlowCounts.Counts slow(String canonicalChannel) {
        return slow.of(canonicalChannel);
    }

    private String trouble(String canonicalChannel) {
        return runs.state(canonicalChannel).map(RunState::trouble).orElse("");
    }

    private long age(long millis) {
        return Math.max(0, clock.millis() - millis);
    }

    @Override
    public Optional<ChannelFacts> facts(OrgChannel channel) {
        var canonical = channel.canonical();
        var managed = streams.info(canonical);
        if (managed.isPresent()) {
            return managed.map(info -> managedFacts(channel, info));
        }
        return events.activity(canonical)
                .map(activity -> new ChannelFacts(event(canonical, activity), NOT_KEPT, List.of()))
                .or(() -> runs.state(canonical).map(run -> sourceFacts(channel, run)));
    }

    /// A source that runs and has not sent a frame yet, or sends JSON of its own.
    private ChannelFacts sourceFacts(OrgChannel channel, RunState run) {
        return new ChannelFacts(source(channel, run), NOT_KEPT, List.of());
    }

    private ListedChannel source(OrgChannel channel, RunState run) {
        return new ListedChannel(
                channel.address().toString(),
                SOURCE,
                0,
                subscribers(channel),
                Json.NONE,
                -1,
                null,
                slow(channel.canonical()).dropped(),
                slow(channel.canonical()).closed(),
                run.trouble());
    }

    private ChannelFacts managedFacts(OrgChannel channel, StreamInfo info) {
        return new ChannelFacts(
                managed(channel.orgId(), info),
                streams.keepsRows(channel.canonical())
                        ? "the rows of its range, until ten minutes after the last viewer has left"
                        : "the last frame, until " + idleTtl.toHours() + " h after the last push",
                info.losses().stream().map(NodeDirectory::conflict).toList());
    }

    private static ChannelFacts.Conflict conflict(FieldLoss loss) {
        return new ChannelFacts.Conflict(
                loss.field(),
                loss.values(),
                switch (loss.reason()) {
                    case OTHER_TYPE ->
                            "of another type than the first value of the field; null in its place";
                    case TOO_MANY_FIELDS -> "the stream has as many fields as it may";
                    case DUPLICATE -> "a second field of the same name and labels in one frame";
                });
    }

    @Override
    public Optional<Problem> lastRefusal(OrgChannel channel) {
        return runs.lastRefusal(channel.canonical());
    }

    @Override
    public int subscribers(OrgChannel channel) {
        return hub.subscriberCount(channel.canonical());
    }
}
