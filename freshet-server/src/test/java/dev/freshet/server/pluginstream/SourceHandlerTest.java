package dev.freshet.server.pluginstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.ManualScheduler;
import dev.freshet.server.TestClock;
import dev.freshet.server.auth.AuthKind;
import dev.freshet.server.auth.Role;
import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.channel.ChannelAddress;
import dev.freshet.server.channel.InitialData;
import dev.freshet.server.channel.Json;
import dev.freshet.server.channel.OrgChannel;
import dev.freshet.server.channel.PublishDecision;
import dev.freshet.server.channel.PublishRequest;
import dev.freshet.server.channel.SubscribeDecision;
import dev.freshet.server.channel.SubscribeRequest;
import dev.freshet.server.problem.ProblemType;
import dev.freshet.source.PublishReply;
import dev.freshet.source.RawJson;
import dev.freshet.source.SourceException;
import dev.freshet.source.StreamRequest;
import dev.freshet.source.StreamSender;
import dev.freshet.source.StreamSource;
import dev.freshet.source.StreamStatus;
import dev.freshet.source.StreamUser;
import dev.freshet.source.SubscribeReply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceHandlerTest {
    private static final SignedInUser ANN =
            new SignedInUser(7, "u7", "ann", "Ann", 1, Role.EDITOR, Set.of(), AuthKind.TOKEN);
    private static final OrgChannel CHANNEL =
            new OrgChannel(1, new ChannelAddress("plugin", "meter", "cpu/total"));

    private final TestClock clock = new TestClock();
    private final RunStreams runs =
            new RunStreams(
                    new Nobody(),
                    new Nowhere(),
                    clock,
                    new ManualScheduler(clock),
                    _ -> {},
                    Duration.ZERO);
    private InitialData.@Nullable Snapshot last;

    @AfterEach
    void close() {
        runs.close();
    }

    private SourceHandler handler(Answering source, Duration timeout) {
        return new SourceHandler(
                StreamOrigin.plugin("meter", source),
                Optional::of,
                runs,
                _ -> _ -> last,
                Thread::startVirtualThread,
                timeout);
    }

    private SubscribeDecision subscribe(Answering source) {
        return subscribe(source, Duration.ofSeconds(10));
    }

    private SubscribeDecision subscribe(Answering source, Duration timeout) {
        return handler(source, timeout)
                .subscribe(new SubscribeRequest(ANN, CHANNEL, json("{\"a\":1}")))
                .toCompletableFuture()
                .join();
    }

    private static Json json(String text) {
        return Json.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theSourceLearnsWhoAsksForWhichPathWithWhichData() {
        var asked = new CompletableFuture<StreamRequest>();

        subscribe(request -> {
            asked.complete(request);
            return SubscribeReply.ok();
        });

        var request = asked.join();
        assertThat(request.path()).isEqualTo("cpu/total");
        assertThat(request.data()).isEqualTo(RawJson.of("{\"a\":1}"));
        assertThat(request.user()).isEqualTo(new StreamUser("ann", "Ann", "", "Editor"));
    }

    @Test
    void anAcceptedSubscriberStartsTheStream() {
        var decision = subscribe(_ -> SubscribeReply.ok());

        assertThat(decision).isInstanceOf(SubscribeDecision.Accepted.class);
        assertThat(runs.state(CHANNEL.canonical())).isPresent();
    }

    @Test
    void theLastFrameIsShownFirstAndWithoutOneTheSourcesOwnData() {
        var accepted =
                (SubscribeDecision.Accepted) subscribe(_ -> SubscribeReply.ok(RawJson.of("{}")));

        var own = accepted.initial().take(false);
        last = new InitialData.Snapshot(json("[1]"), 5);
        var kept = accepted.initial().take(false);

        assertThat(own).isEqualTo(new InitialData.Snapshot(json("{}"), 0));
        assertThat(kept).isEqualTo(new InitialData.Snapshot(json("[1]"), 5));
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND, SOURCE_PATH_NOT_FOUND, 404, has no path, names under streams",
        "PERMISSION_DENIED, SOURCE_PERMISSION_DENIED, 403, does not let you use, whoever runs the"
                + " source"
    })
    void aRefusalOfTheSourceHasItsSentence(
            StreamStatus status, ProblemType type, int code, String sentence, String advice) {
        var decision = subscribe(_ -> SubscribeReply.refused(status));

        var problem = ((SubscribeDecision.Refused) decision).problem();
        assertThat(problem.type()).isEqualTo(type);
        assertThat(problem.type().wireCode()).isEqualTo(code);
        assertThat(problem.message()).contains("\"meter\"", sentence, "\"cpu/total\"");
        assertThat(problem.hint()).contains(advice);
        assertThat(runs.running()).isZero();
    }

    @Test
    void aSourceThatThrowsIsAProblemWithoutInternals() {
        var decision =
                subscribe(_ -> {
                    throw new IllegalStateException("password=hunter2 at 10.0.0.7");
                });

        var problem = ((SubscribeDecision.Refused) decision).problem();
        assertThat(problem.type()).isEqualTo(ProblemType.SOURCE_FAILED);
        assertThat(problem.message())
                .isEqualTo(
                        "Source \"meter\" failed in SubscribeStream for plugin/meter/cpu/total.");
        assertThat(problem.hint()).doesNotContain("hunter2");
    }

    @Test
    void aRefusalIsRememberedUntilSomebodyIsServed() {
        subscribe(_ -> {
            throw new SourceException("The broker is away.", "");
        });
        var refusal = runs.lastRefusal(CHANNEL.canonical());
        subscribe(_ -> SubscribeReply.ok());

        assertThat(refusal.orElseThrow().message()).isEqualTo("The broker is away.");
        assertThat(runs.lastRefusal(CHANNEL.canonical())).isEmpty();
    }

    @Test
    void aRefusalOfLongAgoIsForgotten() {
        subscribe(_ -> {
            throw new SourceException("The broker is away.", "");
        });
        clock.advance(Duration.ofMinutes(15));

        assertThat(runs.lastRefusal(CHANNEL.canonical())).isEmpty();
    }

    @Test
    void aSourceWhoseOwnCallTimedOutHasFailedAndDidAnswer() {
        var decision =
                subscribe(_ -> {
                    throw new TimeoutException("upstream");
                });

        assertThat(((SubscribeDecision.Refused) decision).problem().type())
                .isEqualTo(ProblemType.SOURCE_FAILED);
    }

    @Test
    void aSourceThatHangsIsATimeoutAndIsInterrupted() {
        var interrupted = new CompletableFuture<Void>();

        var decision =
                subscribe(
                        _ -> {
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                interrupted.complete(null);
                            }
                            return SubscribeReply.ok();
                        },
                        Duration.ofMillis(20));

        var problem = ((SubscribeDecision.Refused) decision).problem();
        assertThat(problem.type()).isEqualTo(ProblemType.SOURCE_TIMEOUT);
        assertThat(problem.message())
                .contains("\"meter\" did not answer SubscribeStream for plugin/meter/cpu/total");
        assertThat(interrupted).succeedsWithin(Duration.ofSeconds(10));
        assertThat(runs.running()).as("too late an answer starts nothing").isZero();
    }

    @Test
    void publishingIsRefusedUnlessTheSourceSaysOtherwise() {
        var handler = handler(_ -> SubscribeReply.ok(), Duration.ofSeconds(10));

        var decision =
                handler.publish(new PublishRequest(ANN, CHANNEL, json("1"), false))
                        .toCompletableFuture()
                        .join();

        assertThat(((PublishDecision.Refused) decision).problem().type())
                .isEqualTo(ProblemType.SOURCE_PERMISSION_DENIED);
    }

    @Test
    void theSourceMayRewriteOrSwallowWhatIsPublished() {
        var rewritten = publish(PublishReply.publish(RawJson.of("[2]")));
        var swallowed = publish(PublishReply.handled());

        assertThat(rewritten).isEqualTo(new PublishDecision.Publish(CHANNEL, json("[2]")));
        assertThat(swallowed).isEqualTo(new PublishDecision.Nothing());
    }

    private PublishDecision publish(PublishReply reply) {
        var source =
                new Answering() {
                    @Override
                    public SubscribeReply subscribeStream(StreamRequest request) {
                        return SubscribeReply.ok();
                    }

                    @Override
                    public PublishReply publishStream(StreamRequest request) {
                        return reply;
                    }
                };
        return handler(source, Duration.ofSeconds(10))
                .publish(new PublishRequest(ANN, CHANNEL, json("1"), false))
                .toCompletableFuture()
                .join();
    }

    /// A source of which only the answer to a subscriber matters.
    private interface Answering extends StreamSource {
        @Override
        default void runStream(StreamRequest request, StreamSender sender) throws Exception {
            new CountDownLatch(1).await();
        }
    }
}
