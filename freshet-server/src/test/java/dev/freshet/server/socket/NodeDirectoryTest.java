package dev.freshet.server.socket;

import static dev.freshet.engine.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshet.engine.Engine;
import dev.freshet.server.ManualScheduler;
import dev.freshet.server.TestClock;
import dev.freshet.server.channel.ChannelAddress;
import dev.freshet.server.channel.OrgChannel;
import dev.freshet.server.live.ListedChannel;
import dev.freshet.server.managedstream.ManagedStreams;
import dev.freshet.server.managedstream.StreamLimits;
import dev.freshet.server.pluginstream.RunStreams;
import dev.freshet.server.pluginstream.StreamCaller;
import dev.freshet.server.position.RowPositions;
import dev.freshet.source.DoubleColumn;
import dev.freshet.source.Field;
import dev.freshet.source.FieldType;
import dev.freshet.source.Frame;
import dev.freshet.source.StreamRequest;
import dev.freshet.source.StreamSender;
import dev.freshet.source.StreamSource;
import dev.freshet.source.StringColumn;
import dev.freshet.source.SubscribeReply;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeDirectoryTest {
    private final TestClock clock = new TestClock();
    private final Engine engine = Engine.builder().build();
    private final EventChannels events = new EventChannels(clock);
    private final NodePublisher publisher =
            new NodePublisher(engine.node(), new RowPositions(clock), events::published);
    private final ManagedStreams streams =
            new ManagedStreams(publisher, StreamLimits.defaults(), clock);
    private final RunStreams runs =
            new RunStreams(
                    new EngineAudience(engine),
                    new SourceOutput(streams, publisher, new HistoryChannels(), _ -> {}),
                    clock,
                    new ManualScheduler(clock));
    private final NodeDirectory directory =
            new NodeDirectory(
                    streams,
                    runs,
                    events,
                    engine.node().hub(),
                    engine.metrics().slow(),
                    clock,
                    Duration.ofHours(2));

    @AfterEach
    void close() {
        runs.close();
        engine.close();
    }

    private static OrgChannel channel(String scope, String namespace, String path) {
        return new OrgChannel(1, new ChannelAddress(scope, namespace, path));
    }

    private void push(String scope, String path, Frame frame) {
        streams.push(1, scope, "a", path, frame);
    }

    private static Frame frame(double load) {
        return Frame.of("cpu", Field.of("load", DoubleColumn.of(FieldType.FLOAT64, load)));
    }

    @Test
    void streamsAndEventsAreListedWithTheirKindRateAndAge() {
        push("stream", "cpu", frame(1));
        push("plugin", "sim", frame(1));
        events.published("1/stream/a/chat");
        events.published("2/stream/a/elsewhere");
        clock.advance(Duration.ofSeconds(2));

        var listed = directory.list(1);

        assertThat(listed)
                .extracting(
                        ListedChannel::channel,
                        ListedChannel::kind,
                        ListedChannel::minuteRate,
                        ListedChannel::lastMessageAgeMillis)
                .containsExactlyInAnyOrder(
                        tuple("stream/a/cpu", "managed", 1, 2_000L),
                        tuple("plugin/a/sim", "source", 1, 2_000L),
                        tuple("stream/a/chat", "events", 1, 2_000L));
    }

    @Test
    void theSchemaIsTheFramesOwn() {
        push("stream", "cpu", frame(1));

        assertThat(directory.list(1).getFirst().schema().toString())
                .startsWith("{\"name\":\"cpu\",\"fields\":[{\"name\":\"load\"")
                .endsWith("}]}");
    }

    // The entry of what was published hid the stream, and with it its schema.
    @Test
    void aChannelThatIsPushedToAndPublishedOnIsListedOnceWithItsSchema() {
        events.published("1/stream/a/cpu");
        push("stream", "cpu", frame(1));

        assertThat(directory.list(1))
                .singleElement()
                .satisfies(entry -> assertThat(entry.kind()).isEqualTo("managed"));
    }

    @Test
    void valuesThatDoNotFitTheSchemaAreNamedWithTheirNumber() {
        push("stream", "cpu", frame(1));
        push("stream", "cpu", Frame.of("cpu", Field.of("load", StringColumn.of("high", "higher"))));

        var facts = directory.facts(channel("stream", "a", "cpu")).orElseThrow();

        assertThat(facts.retention()).isEqualTo("the last frame, until 2 h after the last push");
        assertThat(facts.conflicts())
                .singleElement()
                .satisfies(conflict -> {
                    assertThat(conflict.field()).isEqualTo("load");
                    assertThat(conflict.count()).isEqualTo(2);
                    assertThat(conflict.reason()).contains("another type");
                });
    }

    @Test
    void nothingIsKnownOfAChannelWithoutData() {
        assertThat(directory.facts(channel("stream", "a", "none"))).isEmpty();
        assertThat(directory.subscribers(channel("stream", "a", "none"))).isZero();
    }

    // Only a source that had sent a frame was known, which one that fails from the start never has;
    // and everybody could read the failure's text.
    @Test
    void aSourceThatFailsIsKnownAndItsReasonStaysInTheLog() {
        var channel = channel("plugin", "a", "broken");
        runs.ensureRunning(
                        channel,
                        new Broken(),
                        new StreamCaller() {
                            @Override
                            public String key() {
                                return "ann";
                            }

                            @Override
                            public StreamRequest request() {
                                return new StreamRequest(1, null, null, "broken", null, Map.of());
                            }
                        },
                        null)
                .run();

        eventually(() -> {
            var facts = directory.facts(channel).orElseThrow();
            assertThat(facts.entry().kind()).isEqualTo("source");
            assertThat(facts.entry().trouble())
                    .matches("The source failed \\d+ times and will be run again; .*")
                    .doesNotContain("hunter2");
        });
    }

    private static final class Broken implements StreamSource {
        @Override
        public SubscribeReply subscribeStream(StreamRequest request) {
            return SubscribeReply.ok();
        }

        @Override
        public void runStream(StreamRequest request, StreamSender sender) {
            throw new IllegalStateException("password=hunter2");
        }
    }
}
