package dev.freshet.acceptance;

import static dev.freshet.engine.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.centrifugal.centrifuge.Client;
import io.github.centrifugal.centrifuge.EventListener;
import io.github.centrifugal.centrifuge.HistoryOptions;
import io.github.centrifugal.centrifuge.HistoryResult;
import io.github.centrifugal.centrifuge.Options;
import io.github.centrifugal.centrifuge.PresenceResult;
import io.github.centrifugal.centrifuge.PresenceStatsResult;
import io.github.centrifugal.centrifuge.PublishResult;
import io.github.centrifugal.centrifuge.RPCResult;
import io.github.centrifugal.centrifuge.ReplyError;
import io.github.centrifugal.centrifuge.ResultCallback;
import io.github.centrifugal.centrifuge.StreamPosition;
import io.github.centrifugal.centrifuge.Subscription;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The stock Java client against a real server; it speaks Protobuf over WebSocket.
class JavaClientTest {
    private static StockServer server;

    private final List<Client> clients = new ArrayList<>();

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = StockServer.start(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @AfterEach
    void disconnect() throws InterruptedException {
        for (var client : clients) {
            client.close(0);
        }
    }

    private Client connect(URI url) {
        var client = newClient(url, server.token());
        clients.add(client);
        client.connect();
        return client;
    }

    private static Client newClient(URI server, String token) {
        var options = new Options();
        options.setHeaders(Map.of("Authorization", "Bearer " + token));
        options.setMaxReconnectDelay(400);
        return new Client(
                "ws://" + server.getAuthority() + "/api/live/ws", options, new EventListener() {});
    }

    @Test
    void aPublicationArrivesEverywhere() throws Exception {
        var atAnn = new Followed();
        var atBob = new Followed();
        subscribe(connect(server.url()), channel("talk"), atAnn);
        var subscription = subscribe(connect(server.url()), channel("talk"), atBob);

        await((ResultCallback<PublishResult> done) ->
                subscription.publish(bytes("{\"text\":\"Grüße, 世界 🌊\"}"), done));

        for (var seen : List.of(atAnn, atBob)) {
            eventually(() ->
                    assertThat(seen.publications).containsExactly("{\"text\":\"Grüße, 世界 🌊\"}"));
        }
    }

    @Test
    void anRpcIsAnswered() throws Exception {
        var ann = connect(server.url());

        await((ResultCallback<RPCResult> done) -> ann.rpc("ping", bytes("{}"), done));

        assertThatThrownBy(() ->
                        await((ResultCallback<RPCResult> done) ->
                                ann.rpc("no-such-method", bytes("{}"), done)))
                .cause()
                .isInstanceOfSatisfying(
                        ReplyError.class, error -> assertThat(error.getCode()).isEqualTo(104));
    }

    @Test
    void presenceKnowsWhoIsThere() throws Exception {
        var seen = new Followed();
        var atAnn = subscribe(connect(server.url()), channel("room"), seen);
        var atBob = subscribe(connect(server.url()), channel("room"), new Followed());

        PresenceResult presence = await(atAnn::presence);
        PresenceStatsResult stats = await(atAnn::presenceStats);
        atBob.unsubscribe();

        eventually(() -> assertThat(seen.presence).hasSize(3));
        var ann = seen.presence.get(0).substring(1);
        var bob = seen.presence.get(1).substring(1);
        assertThat(seen.presence).containsExactly("+" + ann, "+" + bob, "-" + bob);
        assertThat(presence.getClients()).containsOnlyKeys(ann, bob);
        assertThat(stats.getNumClients()).isEqualTo(2);
        assertThat(stats.getNumUsers()).isEqualTo(1);
    }

    @Test
    void historyIsReadForwardsBackwardsAndFromAPosition() throws Exception {
        var bob = connect(server.url());
        var subscription = subscribe(connect(server.url()), channel("history"), new Followed());
        for (int i = 1; i <= 5; i++) {
            publish(bob, channel("history"), Integer.toString(i));
        }

        var top = history(subscription, new HistoryOptions.Builder());
        var first = history(subscription, new HistoryOptions.Builder().withLimit(2));
        var last =
                history(subscription, new HistoryOptions.Builder().withLimit(2).withReverse(true));
        var since =
                history(
                        subscription,
                        new HistoryOptions.Builder()
                                .withLimit(9)
                                .withSince(new StreamPosition(3, top.getEpoch())));

        assertThat(top.getOffset()).isEqualTo(5);
        assertThat(texts(first)).containsExactly("1", "2");
        assertThat(texts(last)).containsExactly("5", "4");
        assertThat(texts(since)).containsExactly("4", "5");
    }

    @Test
    void aRefusedSubscriptionEndsWithTheReason() throws Exception {
        var seen = new Followed();
        connect(server.url()).newSubscription("1/stream/admins/only", seen).subscribe();

        eventually(() -> assertThat(seen.unsubscribed).hasSize(1));

        assertThat(seen.unsubscribed.getFirst().getCode()).isEqualTo(403);
        assertThat(seen.unsubscribed.getFirst().getReason()).contains("Admin");
    }

    @Test
    void everyPublicationArrivesOnceAndInOrderHoweverOftenTheConnectionIsCut() throws Exception {
        var publisher = connect(server.url());
        var seen = new Followed();
        subscribe(connect(server.proxy().url()), channel("cut"), seen);

        var published = new ArrayList<String>();
        for (int cuts = 1; cuts <= 3; cuts++) {
            publishMore(publisher, published);
            server.proxy().cut();
            publishMore(publisher, published);
            server.proxy().mend();
            publishMore(publisher, published);
            int times = cuts + 1;
            eventually(() -> assertThat(seen.subscribed).hasSizeGreaterThanOrEqualTo(times));
        }

        eventually(() -> assertThat(seen.publications).hasSameSizeAs(published));
        assertThat(seen.publications).isEqualTo(published);
        assertThat(seen.subscribed.subList(1, seen.subscribed.size()))
                .allMatch(event -> event.wasRecovering() && event.getRecovered());
    }

    private static void publishMore(Client publisher, List<String> published) throws Exception {
        for (int i = 0; i < 20; i++) {
            published.add(Integer.toString(published.size()));
            publish(publisher, channel("cut"), published.getLast());
        }
    }

    private static void publish(Client client, String channel, String json) throws Exception {
        await((ResultCallback<PublishResult> done) -> client.publish(channel, bytes(json), done));
    }

    private static Subscription subscribe(Client client, String channel, Followed seen)
            throws Exception {
        var subscription = client.newSubscription(channel, seen);
        subscription.subscribe();
        eventually(() -> assertThat(seen.subscribed).hasSize(1));
        return subscription;
    }

    private static HistoryResult history(Subscription subscription, HistoryOptions.Builder options)
            throws Exception {
        return await(done -> subscription.history(options.build(), done));
    }

    private static List<String> texts(HistoryResult history) {
        return history.getPublications().stream()
                .map(each -> new String(each.getData(), StandardCharsets.UTF_8))
                .toList();
    }

    /// What a call brings; its error as the cause of the exception.
    private static <T> T await(Consumer<ResultCallback<T>> call) throws Exception {
        var result = new CompletableFuture<T>();
        call.accept((error, value) -> {
            if (error == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(error);
            }
        });
        return result.get(20, TimeUnit.SECONDS);
    }

    private static String channel(String name) {
        return "1/stream/stock/java-" + name;
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
