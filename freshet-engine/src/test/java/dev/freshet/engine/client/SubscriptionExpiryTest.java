package dev.freshet.engine.client;

import static dev.freshet.engine.client.TestLoop.payload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.ErrorReply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Subscriptions that expire, and how they are refreshed (§8). They are looked at every 25 s.
class SubscriptionExpiryTest {
    private static final Instant START = TestLoop.START;
    private static final String EXPIRED =
            "{\"push\":{\"channel\":\"room\",\"unsubscribe\":{\"code\":2501,\"reason\":"
                    + "\"subscription expired\"}}}";

    private final TestLoop loop = new TestLoop();
    private final List<String> tokens = new ArrayList<>();

    @BeforeEach
    void noPings() {
        loop.pingInterval = Duration.ZERO;
        loop.pongTimeout = Duration.ZERO;
    }

    @AfterEach
    void endConnections() {
        loop.close();
    }

    private Peer subscribe(Expiry expiry) {
        loop.subscribe = event -> Answer.accept(SubscribeReply.ok().withExpiry(expiry)).now();
        var peer = loop.connect();
        peer.subscribe("room", "");
        return peer;
    }

    private Peer refreshedByClient(int seconds) {
        var peer = subscribe(Expiry.refreshedByClient(START.plusSeconds(seconds)));
        peer.taken();
        return peer;
    }

    private Peer refreshedByServer(int seconds) {
        var peer = subscribe(Expiry.refreshedByServer(START.plusSeconds(seconds)));
        peer.taken();
        return peer;
    }

    private void onRefresh(EventHandler<SubRefreshEvent, RefreshReply> handler) {
        loop.handlers.subRefresh(event -> {
            tokens.add(event.subscription().channel() + ":" + event.token());
            return handler.handle(event);
        });
    }

    private void extends100() {
        onRefresh(event -> Answer.accept(RefreshReply.until(loop.now().plusSeconds(100))).now());
    }

    private static void refresh(Peer peer) {
        peer.command("\"sub_refresh\":{\"channel\":\"room\",\"token\":\"t\"}");
    }

    private void advance(int seconds) {
        for (int i = 0; i < seconds; i++) {
            loop.advance(Duration.ofSeconds(1));
        }
    }

    // ---- by the client

    @Test
    void clientIsToldWhatItHasToRefresh() {
        assertThat(subscribe(Expiry.refreshedByClient(START.plusSeconds(100))).taken())
                .containsExactly("{\"id\":2,\"subscribe\":{\"expires\":true,\"ttl\":100}}");
        loop.handlers.subscribe(event ->
                Answer.accept(
                                SubscribeReply.ok()
                                        .withExpiry(
                                                Expiry.refreshedByServer(START.plusSeconds(100))))
                        .now());
        var peer = loop.connect();
        peer.subscribe("room", "");
        assertThat(peer.taken()).containsExactly("{\"id\":2,\"subscribe\":{}}");
    }

    @Test
    void subscriptionThatExpiredAlreadyIsRefused() {
        var peer = subscribe(Expiry.refreshedByClient(START));

        assertThat(peer.taken()).singleElement().asString().contains("\"code\":110");
        assertThat(loop.node().hub().channelCount()).isZero();
    }

    @Test
    void subscriptionThatIsNotRefreshedEndsAfterTheDelay() {
        var peer = refreshedByClient(10);
        advance(35);
        assertThat(peer.taken()).isEmpty();

        advance(25);

        assertThat(peer.taken()).containsExactly(EXPIRED);
        assertThat(peer.closeCode()).isZero();
        assertThat(loop.unsubscribed)
                .containsExactly(new UnsubscribeEvent(peer.client, "room", 2501));
    }

    @Test
    void refreshedSubscriptionLivesOn() {
        extends100();
        var peer = refreshedByClient(10);
        advance(30);
        refresh(peer);

        assertThat(peer.taken())
                .containsExactly("{\"id\":3,\"sub_refresh\":{\"expires\":true,\"ttl\":100}}");
        assertThat(tokens).containsExactly("room:t");
        advance(120);
        assertThat(peer.taken()).isEmpty();
    }

    @Test
    void refreshWithoutANewExpiryTakesItAway() {
        onRefresh(event -> Answer.accept(new RefreshReply(false, null, null)).now());
        var peer = refreshedByClient(10);
        refresh(peer);

        assertThat(peer.taken()).containsExactly("{\"id\":3,\"sub_refresh\":{}}");
        advance(300);
        assertThat(peer.taken()).isEmpty();
    }

    @Test
    void handlerMayEndRefuseOrDisconnect() {
        var answers =
                new ArrayList<Answer<RefreshReply>>(
                        List.of(
                                Answer.refuse(ErrorReply.PERMISSION_DENIED),
                                Answer.accept(RefreshReply.until(START)),
                                Answer.accept(RefreshReply.ended())));
        onRefresh(event -> answers.removeFirst().now());
        var peer = refreshedByClient(10);
        refresh(peer);
        assertThat(peer.taken()).singleElement().asString().contains("\"code\":103");
        refresh(peer);
        assertThat(peer.taken()).singleElement().asString().contains("\"code\":110");

        refresh(peer);

        assertThat(peer.taken()).containsExactly("{\"id\":5,\"sub_refresh\":{}}", EXPIRED);
        assertThat(loop.node().hub().channelCount()).isZero();
    }

    @Test
    void handlerMayDisconnect() {
        onRefresh(event -> Answer.<RefreshReply>disconnect(new Disconnect(4001, "bye")).now());
        var peer = refreshedByClient(10);
        refresh(peer);

        assertThat(peer.closeCode()).isEqualTo(4001);
    }

    @Test
    void refreshOfWhatIsNotThereOrNotTheClientsBusiness() {
        extends100();
        var peer = refreshedByClient(10);
        peer.command("\"sub_refresh\":{\"channel\":\"other\",\"token\":\"t\"}");
        assertThat(peer.taken()).singleElement().asString().contains("\"code\":103");
        peer.command("\"sub_refresh\":{\"channel\":\"room\"}");
        assertThat(peer.taken()).singleElement().asString().contains("\"code\":107");
        peer.command("\"sub_refresh\":{\"token\":\"t\"}");
        assertThat(peer.closeCode()).isEqualTo(3501);
        loop.handlers.subscribe(event -> Answer.accept(SubscribeReply.ok()).now());
        var never = loop.connect().subscribe("room");
        refresh(never);

        assertThat(never.closeCode()).isEqualTo(3501);
        assertThat(tokens).isEmpty();
    }

    /// The answer was about a subscription that was no more, and ended the one of the same name
    /// that had taken its place.
    @Test
    void answerAboutASubscriptionThatHasEndedIsNotAppliedToItsSuccessor() {
        var answer = TestLoop.<RefreshReply>later();
        onRefresh(event -> answer);
        var peer = refreshedByClient(10);
        refresh(peer);
        peer.unsubscribe("room");
        peer.subscribe("room", "");
        peer.taken();

        answer.complete(Answer.accept(RefreshReply.ended()));
        loop.runTasks();

        assertThat(peer.taken()).containsExactly("{\"id\":3,\"sub_refresh\":{}}");
        loop.publish("room", "1");
        assertThat(peer.taken()).containsExactly("room=1");
    }

    // ---- by the server

    @Test
    void serverAsksTheProgramWhenItLooks() {
        extends100();
        var peer = refreshedByServer(10);
        advance(25);
        assertThat(tokens).containsExactly("room:");

        advance(85);

        assertThat(tokens).hasSize(1);
        advance(30);
        assertThat(tokens).hasSize(2);
        assertThat(peer.taken()).isEmpty();
    }

    @Test
    void withoutAHandlerTheSubscriptionEndsAfterTheDelay() {
        var peer = refreshedByServer(10);
        advance(35);
        assertThat(peer.taken()).isEmpty();

        advance(25);

        assertThat(peer.taken()).containsExactly(EXPIRED);
    }

    /// What was extended to a time in the past was asked about for ever.
    @ParameterizedTest
    @ValueSource(strings = {"expired", "refused", "failed", "past"})
    void subscriptionThatTheProgramDoesNotExtendEnds(String how) {
        onRefresh(event ->
                switch (how) {
                    case "expired" -> Answer.accept(RefreshReply.ended()).now();
                    case "refused" -> Answer.<RefreshReply>refuse(ErrorReply.EXPIRED).now();
                    case "failed" ->
                            CompletableFuture.failedFuture(new IllegalStateException("secret"));
                    default -> Answer.accept(RefreshReply.until(START)).now();
                });
        var peer = refreshedByServer(10);
        advance(25);

        assertThat(peer.taken()).containsExactly(EXPIRED);
        assertThat(tokens).hasSize(1);
    }

    /// Its presence entry was refreshed behind its end, and stayed.
    @Test
    void subscriptionThatEndsAsItIsLookedAtIsNotPresentAnyMore() {
        loop.channel("room", ChannelOptions.builder().presence(true).positioned(true));
        onRefresh(event -> Answer.accept(RefreshReply.ended()).now());
        var peer = refreshedByServer(10);
        advance(25);

        assertThat(peer.taken()).containsExactly(EXPIRED);
        assertThat(loop.presence.channelCount()).isZero();
    }

    @Test
    void answerWithoutAnExpiryTakesItAway() {
        onRefresh(event ->
                Answer.accept(new RefreshReply(false, null, payload("{\"new\":1}"))).now());
        var peer = refreshedByServer(10);
        advance(200);

        assertThat(tokens).hasSize(1);
        assertThat(peer.taken()).isEmpty();
        peer.client.forEachSubscription(subscription ->
                assertThat(subscription.clientInfo().chanInfo()).isEqualTo(payload("{\"new\":1}")));
    }

    /// It used to be asked again at every look while it thought.
    @Test
    void programThatThinksIsNotAskedAgain() {
        var answer = TestLoop.<RefreshReply>later();
        onRefresh(event -> answer);
        var peer = refreshedByServer(10);
        advance(200);
        assertThat(tokens).hasSize(1);
        assertThat(peer.taken()).isEmpty();

        answer.complete(Answer.accept(RefreshReply.until(loop.now().plusSeconds(100))));
        loop.runTasks();
        advance(90);
        assertThat(tokens).hasSize(1);
        advance(35);

        assertThat(tokens).hasSize(2);
    }

    @Test
    void commandsDoNotWaitForAProgramThatThinks() {
        loop.handlerConcurrency = 1;
        var answer = TestLoop.<RefreshReply>later();
        onRefresh(event -> answer);
        var peer = refreshedByServer(10);
        advance(50);

        assertThat(tokens).hasSize(1);
        peer.command("\"rpc\":{\"data\":1}");
        assertThat(peer.taken()).hasSize(1).first().asString().contains("\"rpc\":{\"data\":1}");
    }

    @Test
    void subscriptionThatAProgramGivesUpAfterThinkingEnds() {
        var answer = TestLoop.<RefreshReply>later();
        onRefresh(event -> answer);
        var peer = refreshedByServer(10);
        advance(100);

        answer.completeExceptionally(new IllegalStateException("secret"));
        loop.runTasks();

        assertThat(peer.taken()).containsExactly(EXPIRED);
    }

    @Test
    void answerThatComesBehindTheEndIsForgotten() {
        var answer = TestLoop.<RefreshReply>later();
        onRefresh(event -> answer);
        var peer = refreshedByServer(10);
        advance(25);
        peer.unsubscribe("room");
        peer.taken();

        answer.complete(Answer.accept(RefreshReply.ended()));
        loop.runTasks();

        assertThat(peer.taken()).isEmpty();
        assertThat(loop.metrics.unsubscribes().values()).isEmpty();
    }

    @Test
    void serversSubscriptionEndsWithTheConnection() {
        onRefresh(event -> Answer.accept(RefreshReply.ended()).now());
        var peer = loop.connect();
        var expiry = Expiry.refreshedByServer(START.plusSeconds(10));
        peer.client.subscribe("room", SubscribeReply.ok().withExpiry(expiry), null);
        advance(25);

        assertThat(peer.closeCode()).isEqualTo(3006);
    }
}
