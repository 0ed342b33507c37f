package dev.freshet.server.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.auth.AuthKind;
import dev.freshet.server.auth.Role;
import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.problem.ProblemType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelsTest {
    private static final Json LAST_FRAME = Json.of("{\"schema\":{}}");

    private final Channels channels =
            new Channels(
                    Map.of(
                            "stream",
                                    Scopes.stream(
                                            new StreamHandler(name ->
                                                    _ ->
                                                            name.endsWith("/known")
                                                                    ? new InitialData.Snapshot(
                                                                            LAST_FRAME, 7)
                                                                    : null)),
                            "grafana", Scopes.grafana(Map.of()),
                            "plugin", TestScopes.noPlugins(),
                            "ds", TestScopes.noDatasources(),
                            "watch", Scopes.noWatch()),
                    new ChannelRules(
                            List.of(
                                    new ChannelRule(
                                            "demo",
                                            AddressPattern.compile("stream/demo/*"),
                                            null,
                                            Role.VIEWER),
                                    new ChannelRule(
                                            "bench",
                                            AddressPattern.compile("stream/bench/*"),
                                            Role.EDITOR,
                                            Role.ADMIN))));

    private static SignedInUser user(Role role) {
        return new SignedInUser(1, "u1", "ada", "Ada", 1, role, Set.of(), AuthKind.TOKEN);
    }

    private SubscribeDecision subscribe(Role role, String channel) {
        return channels.subscribe(user(role), channel, Json.NONE).toCompletableFuture().join();
    }

    private PublishDecision publish(Role role, String channel) {
        return channels.publish(user(role), channel, Json.of("{}")).toCompletableFuture().join();
    }

    @ParameterizedTest
    @CsvSource({
        "1/nonsense/a/b, UNKNOWN_SCOPE, 404",
        "1/Stream/a/b, UNKNOWN_SCOPE, 404",
        "1/ds/P12/cpu, UNKNOWN_DATASOURCE, 404",
        "1/plugin/x/y, UNKNOWN_PLUGIN, 404",
        "default/plugin/undefined/y, STALE_PLUGIN, 404",
        "1/grafana/broadcast/x, UNKNOWN_FEATURE, 404",
        "1/watch/a.b/c, WATCH_DISABLED, 404",
        "stream/a/b, CHANNEL_NO_PREFIX, 400",
        "2/stream/a/b, CHANNEL_FOREIGN_ORG, 103",
        "1/stream/a, CHANNEL_NO_PATH, 400"
    })
    void whatDoesNotExistIsRefusedForGoodWithItsCause(String channel, ProblemType type, int code) {
        assertThat(subscribe(Role.ADMIN, channel))
                .isInstanceOfSatisfying(
                        SubscribeDecision.Refused.class,
                        refused -> {
                            assertThat(refused.problem().type()).isEqualTo(type);
                            assertThat(refused.problem().type().wireCode()).isEqualTo(code);
                        });
        assertThat(publish(Role.ADMIN, channel)).isInstanceOf(PublishDecision.Refused.class);
    }

    @Test
    void streamIsSubscribedByAnybodyUnderItsCanonicalName() {
        assertThat(subscribe(Role.VIEWER, "default/stream/a/known"))
                .isInstanceOfSatisfying(
                        SubscribeDecision.Accepted.class,
                        accepted -> {
                            assertThat(accepted.channel().canonical())
                                    .isEqualTo("1/stream/a/known");
                            assertThat(accepted.initial().take(false))
                                    .isEqualTo(new InitialData.Snapshot(LAST_FRAME, 7));
                        });
    }

    @Test
    void unknownStreamIsSubscribedWithoutData() {
        assertThat(subscribe(Role.VIEWER, "1/stream/a/typo"))
                .isInstanceOfSatisfying(
                        SubscribeDecision.Accepted.class,
                        accepted -> assertThat(accepted.initial().take(false)).isNull());
    }

    @Test
    void streamIsPublishedToOnlyWhereARuleOpensIt() {
        assertThat(publish(Role.ADMIN, "1/stream/a/b"))
                .isInstanceOfSatisfying(
                        PublishDecision.Refused.class,
                        refused -> {
                            assertThat(refused.problem().type())
                                    .isEqualTo(ProblemType.PUBLISH_REFUSED);
                            assertThat(refused.problem().hint())
                                    .contains("/api/live/push/a", "[freshet.channel.");
                        });
        assertThat(publish(Role.VIEWER, "1/stream/demo/chat"))
                .isInstanceOf(PublishDecision.Publish.class);
        assertThat(publish(Role.EDITOR, "1/stream/bench/1"))
                .isInstanceOf(PublishDecision.Refused.class);
        assertThat(publish(Role.ADMIN, "1/stream/bench/1"))
                .isInstanceOf(PublishDecision.Publish.class);
    }

    @Test
    void ruleMayAskForARoleToSubscribe() {
        assertThat(subscribe(Role.VIEWER, "1/stream/bench/1"))
                .isInstanceOfSatisfying(
                        SubscribeDecision.Refused.class,
                        refused ->
                                assertThat(refused.problem().message())
                                        .contains("needs the role Editor"));
        assertThat(subscribe(Role.EDITOR, "1/stream/bench/1"))
                .isInstanceOf(SubscribeDecision.Accepted.class);
    }

    @Test
    void permissionsAreToldWithoutSubscribing() {
        var channel = new OrgChannel(1, new ChannelAddress("stream", "bench", "1"));

        var permissions =
                channels.permissions(user(Role.EDITOR), channel).toCompletableFuture().join();

        assertThat(permissions.subscribe()).isEmpty();
        assertThat(permissions.publish())
                .hasValueSatisfying(problem -> assertThat(problem.message()).contains("Admin"));
    }
}
