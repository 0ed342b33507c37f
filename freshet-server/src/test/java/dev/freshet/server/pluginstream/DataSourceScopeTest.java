package dev.freshet.server.pluginstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.ManualScheduler;
import dev.freshet.server.TestClock;
import dev.freshet.server.auth.AuthKind;
import dev.freshet.server.auth.Role;
import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.channel.ChannelAddress;
import dev.freshet.server.channel.ChannelScope.Resolution;
import dev.freshet.server.channel.Json;
import dev.freshet.server.channel.OrgChannel;
import dev.freshet.server.channel.SubscribeDecision;
import dev.freshet.server.channel.SubscribeRequest;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import dev.freshet.source.DataSource;
import dev.freshet.source.RawJson;
import dev.freshet.source.SourceException;
import dev.freshet.source.StreamRequest;
import dev.freshet.source.StreamSender;
import dev.freshet.source.StreamSource;
import dev.freshet.source.SubscribeReply;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DataSourceScopeTest {
    private static final SignedInUser ANN =
            new SignedInUser(7, "u7", "ann", "Ann", 1, Role.VIEWER, Set.of(), AuthKind.TOKEN);
    private static final OrgChannel CHANNEL =
            new OrgChannel(1, new ChannelAddress("ds", "P1", "boiler/1"));

    private final TestClock clock = new TestClock();
    private final Directory directory = new Directory();
    private final Map<String, SourceTypes.Found> types = new ConcurrentHashMap<>();
    private final Told source = new Told();
    private final RunStreams runs =
            new RunStreams(
                    new Nobody(),
                    new Nowhere(),
                    clock,
                    new ManualScheduler(clock),
                    _ -> {},
                    Duration.ZERO);
    private final DataSourceScope scope =
            new DataSourceScope(
                    directory,
                    type -> types.getOrDefault(type, new SourceTypes.Found.Missing()),
                    origin ->
                            new SourceHandler(
                                    origin,
                                    Optional::of,
                                    runs,
                                    _ -> _ -> null,
                                    Runnable::run,
                                    Duration.ofSeconds(10)));

    @AfterEach
    void close() {
        runs.close();
    }

    private Resolution resolve() {
        return scope.resolve(CHANNEL, ANN).toCompletableFuture().join();
    }

    private SubscribeDecision subscribe() {
        var handler = ((Resolution.Handled) resolve()).handler();
        return handler.subscribe(new SubscribeRequest(ANN, CHANNEL, Json.NONE))
                .toCompletableFuture()
                .join();
    }

    private Problem refusal() {
        return ((Resolution.Unknown) resolve()).problem();
    }

    @Test
    void theSourceOfItsTypeIsToldTheSettings() {
        directory.put(dataSource("mqtt", "tcp://broker:1883"));
        types.put("mqtt", new SourceTypes.Found.Here(source));

        var decision = subscribe();

        assertThat(decision).isInstanceOf(SubscribeDecision.Accepted.class);
        assertThat(source.asked.get("boiler/1"))
                .extracting(StreamRequest::dataSource)
                .isEqualTo(dataSource("mqtt", "tcp://broker:1883"));
    }

    @Test
    void whatIsNotThereIsRefusedWithWhatIsKnownOfIt() {
        directory.whereabouts = "Did you mean \"P2\"?";

        var problem = refusal();

        assertThat(problem.type()).isEqualTo(ProblemType.UNKNOWN_DATASOURCE);
        assertThat(problem.message())
                .isEqualTo("Data source not found: \"P1\". Did you mean \"P2\"?");
    }

    @Test
    void whatCannotBeUsedIsRefusedWithTheReason() {
        directory.trouble =
                Problem.of(ProblemType.SOURCE_UNAVAILABLE, "Its secrets cannot be read.", "");

        assertThat(refusal().message()).isEqualTo("Its secrets cannot be read.");
    }

    @Test
    void aTypeThatNobodyServesIsNamed() {
        directory.put(dataSource("acme-meter-datasource", ""));

        var problem = refusal();

        assertThat(problem.type()).isEqualTo(ProblemType.PLUGIN_MISSING);
        assertThat(problem.type().wireCode()).isEqualTo(404);
        assertThat(problem.message()).contains("\"Boiler\"", "\"acme-meter-datasource\"");
        assertThat(problem.hint()).contains("[paths] plugins");
    }

    @Test
    void aPluginThatCannotRunSaysWhy() {
        directory.put(dataSource("mqtt", ""));
        types.put(
                "mqtt",
                new SourceTypes.Found.Unable(
                        Problem.of(
                                ProblemType.SOURCE_UNAVAILABLE,
                                "Plugin \"mqtt\" does not run: not allowed.",
                                "")));

        assertThat(refusal().message()).isEqualTo("Plugin \"mqtt\" does not run: not allowed.");
    }

    @Test
    void whatASourceSaysForPeopleIsARefusalForGood() {
        directory.put(dataSource("mqtt", ""));
        source.failure = new SourceException("The broker refuses the password.", "Check it.");
        types.put("mqtt", new SourceTypes.Found.Here(source));

        var problem = ((SubscribeDecision.Refused) subscribe()).problem();

        assertThat(problem.type().wireCode()).isEqualTo(503);
        assertThat(problem.message()).isEqualTo("The broker refuses the password.");
        assertThat(problem.hint()).isEqualTo("Check it.");
    }

    private static DataSource dataSource(String type, String url) {
        return new DataSource(
                11,
                "P1",
                type,
                "Boiler",
                url,
                "",
                "",
                false,
                "",
                RawJson.of("{}"),
                Map.of("password", "secret"),
                Instant.EPOCH);
    }

    private static final class Directory implements DataSourceDirectory {
        private final Map<String, DataSource> all = new ConcurrentHashMap<>();
        private String whereabouts = "";
        private @Nullable Problem trouble;

        void put(DataSource dataSource) {
            all.put(dataSource.uid(), dataSource);
        }

        @Override
        public Optional<DataSource> find(long orgId, String uid) {
            return Optional.ofNullable(orgId == 1 ? all.get(uid) : null);
        }

        @Override
        public Optional<Problem> trouble(long orgId, String uid) {
            return Optional.ofNullable(trouble);
        }

        @Override
        public String whereabouts(long orgId, String uid, Role role) {
            return whereabouts;
        }
    }

    /// Remembers what it was told, by path.
    private static final class Told implements StreamSource {
        private final Map<String, StreamRequest> asked = new ConcurrentHashMap<>();
        private @Nullable SourceException failure;

        @Override
        public SubscribeReply subscribeStream(StreamRequest request) throws SourceException {
            if (failure != null) {
                throw failure;
            }
            asked.put(request.path(), request);
            return SubscribeReply.ok();
        }

        @Override
        public void runStream(StreamRequest request, StreamSender sender) throws Exception {
            new CountDownLatch(1).await();
        }
    }
}
