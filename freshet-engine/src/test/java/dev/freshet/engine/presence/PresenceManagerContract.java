package dev.freshet.engine.presence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.protocol.ClientInfo;
import dev.freshet.engine.protocol.Payload;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every presence manager has to do. How entries expire that nobody refreshes is a matter of
/// those that share them between nodes.
///
/// For one of one's own: extend it and say how it is made.
public abstract class PresenceManagerContract {
    private static final String CHANNEL = "1/stream/room/kitchen";
    private static final ClientInfo ANN = client("ann", "c-1");
    private static final ClientInfo BOB = client("bob", "c-2");

    private @Nullable PresenceManager manager;

    /// A manager of channels that nobody is in.
    protected abstract PresenceManager newManager();

    @BeforeEach
    void make() {
        manager = newManager();
    }

    @AfterEach
    void close() {
        manager().close();
    }

    /// The manager of the running test.
    protected final PresenceManager manager() {
        if (manager == null) {
            throw new IllegalStateException("The test has not begun");
        }
        return manager;
    }

    @Test
    void nobodyIsInAnUnknownChannel() {
        assertThat(await(manager().presence(CHANNEL))).isEmpty();
        assertThat(await(manager().stats(CHANNEL))).isEqualTo(new PresenceStats(0, 0));
    }

    @Test
    void whoWasAddedIsThereWithEverythingThatIsKnown() {
        var ann = new ClientInfo("ann", "c-1", data("{\"name\":\"Ann\"}"), data("[1]"));

        add(ann);
        add(BOB);

        assertThat(await(manager().presence(CHANNEL))).isEqualTo(Map.of("c-1", ann, "c-2", BOB));
    }

    @Test
    void usersAreCountedOnceAndTheUserWithoutNameIsOne() {
        add(ANN);
        add(client("ann", "c-3"));
        add(client("", "c-4"));
        add(client("", "c-5"));

        assertThat(await(manager().stats(CHANNEL))).isEqualTo(new PresenceStats(4, 2));
    }

    @Test
    void addingAgainRefreshesTheEntry() {
        var renamed = new ClientInfo("ann", "c-1", data("{\"name\":\"Anna\"}"), null);
        add(ANN);

        add(renamed);

        assertThat(await(manager().presence(CHANNEL))).isEqualTo(Map.of("c-1", renamed));
        assertThat(await(manager().stats(CHANNEL))).isEqualTo(new PresenceStats(1, 1));
    }

    @Test
    void whoWasRemovedIsGoneAndTheOthersStay() {
        add(ANN);
        add(client("ann", "c-3"));
        add(BOB);

        await(manager().remove(CHANNEL, "c-1", "ann"));
        await(manager().remove(CHANNEL, "c-2", "bob"));

        assertThat(await(manager().presence(CHANNEL))).containsOnlyKeys("c-3");
        assertThat(await(manager().stats(CHANNEL))).isEqualTo(new PresenceStats(1, 1));
    }

    @Test
    void removingWhoIsNotThereDoesNothing() {
        add(ANN);

        await(manager().remove(CHANNEL, "c-9", "ann"));
        await(manager().remove("other", "c-1", "ann"));

        assertThat(await(manager().stats(CHANNEL))).isEqualTo(new PresenceStats(1, 1));
    }

    @Test
    void channelsKnowNothingOfEachOther() {
        add(ANN);
        await(manager().add("other", BOB));

        assertThat(await(manager().presence(CHANNEL))).isEqualTo(Map.of("c-1", ANN));
        assertThat(await(manager().presence("other"))).isEqualTo(Map.of("c-2", BOB));
    }

    @Test
    void aReadListIsNotChangedByWhatComesLater() {
        add(ANN);

        var read = await(manager().presence(CHANNEL));
        add(BOB);

        assertThat(read).containsOnlyKeys("c-1");
    }

    /// The channel's last client leaves while others come.
    @Test
    void nobodyIsLostWhenManyComeAndGoAtOnce() throws Exception {
        int clients = 8;
        var threads = Executors.newFixedThreadPool(4);

        var tasks =
                IntStream.range(0, clients)
                        .mapToObj(number -> threads.submit(() -> comeAndGoAndStay(number)))
                        .toList();
        for (var task : tasks) {
            task.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();

        assertThat(await(manager().stats(CHANNEL))).isEqualTo(new PresenceStats(clients, clients));
    }

    private void comeAndGoAndStay(int number) {
        var info = client("u" + number, "c-" + number);
        for (int i = 0; i < 200; i++) {
            add(info);
            await(manager().remove(CHANNEL, info.client(), info.user()));
        }
        add(info);
    }

    private void add(ClientInfo info) {
        await(manager().add(CHANNEL, info));
    }

    private static ClientInfo client(String user, String client) {
        return new ClientInfo(user, client, null, null);
    }

    private static Payload data(String json) {
        return Payload.ofOwnedJsonLine(json.getBytes(UTF_8));
    }

    private static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
