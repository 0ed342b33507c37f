package dev.freshet.engine.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.channel.HistoryOptions;
import dev.freshet.engine.protocol.ChannelMessage.Join;
import dev.freshet.engine.protocol.ChannelMessage.Leave;
import dev.freshet.engine.protocol.ClientInfo;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import dev.freshet.engine.protocol.StreamPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What every broker has to do, seen by one node that is subscribed to what it publishes.
///
/// For a broker of one's own: extend it and say how the broker is made and how time passes.
public abstract class BrokerContract {
    private static final String CHANNEL = "1/stream/room/kitchen";
    private static final Duration META_TTL = Duration.ofSeconds(60);
    private static final HistoryOptions FIVE =
            new HistoryOptions(5, Duration.ofSeconds(10), META_TTL);

    private final Heard heard = new Heard();
    private @Nullable Broker broker;

    /// A broker without any channel in it.
    protected abstract Broker newBroker(PublicationListener listener);

    /// Lets time pass for the broker, or waits where its time is not ours, and has it tidy up.
    protected abstract void letPass(Duration time);

    @BeforeEach
    void subscribe() {
        broker = newBroker(heard);
        await(broker().subscribe(CHANNEL));
    }

    @AfterEach
    void close() {
        broker().close();
    }

    /// The broker of the running test.
    protected final Broker broker() {
        if (broker == null) {
            throw new IllegalStateException("The test has not begun");
        }
        return broker;
    }

    // ---- announcing

    @Test
    void whatIsPublishedWithoutHistoryArrivesWithoutPosition() {
        var info = new ClientInfo("ann", "c-1", data("1"), null);

        var published =
                publish(
                        Publication.of(data("{\"a\":1}"), info, 0).withTags(Map.of("k", "v")),
                        PublishOptions.NO_HISTORY);

        assertThat(published).isEqualTo(Published.WITHOUT_POSITION);
        var arrived = heard.nextPublication(CHANNEL);
        assertThat(arrived.data().text()).isEqualTo("{\"a\":1}");
        assertThat(arrived.info()).isEqualTo(info);
        assertThat(arrived.tags()).isEqualTo(Map.of("k", "v"));
        assertThat(arrived.hasPosition()).isFalse();
    }

    @Test
    void whatIsPublishedWithHistoryArrivesNumberedInOneEpoch() {
        var first = publish("1", keeping(FIVE));
        var second = publish("2", keeping(FIVE));

        assertThat(first.position().epoch()).matches("[A-Za-z0-9]{4,12}");
        assertThat(first.position().offset()).isEqualTo(1);
        assertThat(second.position()).isEqualTo(new StreamPosition(2, first.position().epoch()));
        for (var position : List.of(first.position(), second.position())) {
            var arrived = heard.nextPublication(CHANNEL);
            assertThat(new StreamPosition(arrived.offset(), arrived.epoch())).isEqualTo(position);
            assertThat(arrived.timeMillis()).isPositive();
        }
    }

    @Test
    void historyHasWhatArrived() {
        var info = new ClientInfo("ann", "c-1", null, null);
        publish(Publication.of(data("1"), info, 0).withTags(Map.of("k", "v")), keeping(FIVE));

        var kept = read(all()).publications();

        var arrived = heard.nextPublication(CHANNEL);
        assertThat(kept).hasSize(1);
        assertThat(kept.getFirst().data()).isEqualTo(arrived.data());
        assertThat(kept.getFirst().info()).isEqualTo(info);
        assertThat(kept.getFirst().tags()).isEqualTo(Map.of("k", "v"));
        assertThat(kept.getFirst().offset()).isEqualTo(arrived.offset());
    }

    @Test
    void joinsAndLeavesArriveAndAreNotKept() {
        var info = new ClientInfo("ann", "c-1", data("1"), data("2"));

        await(broker().announce(CHANNEL, new Join(info)));
        await(broker().announce(CHANNEL, new Leave(info)));

        assertThat(heard.next(CHANNEL)).isEqualTo(new Join(info));
        assertThat(heard.next(CHANNEL)).isEqualTo(new Leave(info));
        assertThat(read(all()).publications()).isEmpty();
    }

    @Test
    void channelsHaveStreamsOfTheirOwn() {
        await(broker().subscribe("other"));
        var here = publish("1", keeping(FIVE));
        var there = await(broker().publish("other", publication("2"), keeping(FIVE)));

        assertThat(there.position().offset()).isEqualTo(1);
        assertThat(there.position().epoch()).isNotEqualTo(here.position().epoch());
        assertThat(offsets(read(all()))).containsExactly(1L);
        assertThat(heard.nextData(CHANNEL, 1)).containsExactly("1");
        assertThat(heard.nextData("other", 1)).containsExactly("2");
    }

    /// Readers rely on it: what has a position arrives in the order of positions.
    @Test
    void manyPublishersAreAnnouncedInTheOrderOfOffsetsWithoutAGap() throws Exception {
        int publishers = 4;
        int each = 200;
        var threads = Executors.newFixedThreadPool(publishers);

        var tasks =
                IntStream.range(0, publishers)
                        .mapToObj(number -> threads.submit(() -> publishAll(each)))
                        .toList();
        for (var task : tasks) {
            task.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();

        for (long offset = 1; offset <= (long) publishers * each; offset++) {
            assertThat(heard.nextPublication(CHANNEL).offset()).isEqualTo(offset);
        }
        assertThat(read(all()).top().offset()).isEqualTo((long) publishers * each);
    }

    private void publishAll(int count) {
        for (int i = 0; i < count; i++) {
            publish("1", keeping(FIVE));
        }
    }

    // ---- reading

    @Test
    void askingForThePositionOfAnUnknownChannelGivesItAnEpoch() {
        var top = read(HistoryQuery.top(META_TTL)).top();

        var published = publish("1", keeping(FIVE));

        assertThat(top.offset()).isZero();
        assertThat(top.epoch()).matches("[A-Za-z0-9]{4,12}");
        assertThat(published.position()).isEqualTo(new StreamPosition(1, top.epoch()));
    }

    /// Five of seven are kept: the transcript `history`.
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "0,  -,   false, ''",
                "-1, -,   false, 3 4 5 6 7",
                "2,  -,   false, 3 4",
                "100, -,  false, 3 4 5 6 7",
                "2,  -,   true,  7 6",
                "-1, -,   true,  7 6 5 4 3",
                "0,  5,   false, ''",
                "-1, 5,   false, 6 7",
                "1,  5,   false, 6",
                "-1, 0,   false, 3 4 5 6 7",
                "-1, 1,   false, 3 4 5 6 7",
                "-1, 7,   false, ''",
                "-1, 100, false, ''",
                "-1, 6,   true,  5 4 3",
                "1,  6,   true,  5",
                "-1, 8,   true,  7 6 5 4 3",
                "-1, 3,   true,  ''",
                "-1, 1,   true,  ''"
            })
    void historyGivesThePartThatIsAskedFor(
            int limit, @Nullable Long since, boolean reverse, String expected) {
        for (int i = 1; i <= 7; i++) {
            publish(Integer.toString(i), keeping(FIVE));
        }

        var position = since == null ? null : new StreamPosition(since, "");
        var part = read(new HistoryQuery(limit, position, reverse, META_TTL));

        assertThat(offsets(part)).isEqualTo(numbers(expected));
        assertThat(part.publications())
                .allSatisfy(each ->
                        assertThat(each.data().text()).isEqualTo(Long.toString(each.offset())));
        assertThat(part.top().offset()).isEqualTo(7);
    }

    /// The stream is short to those who published with a smaller size.
    @Test
    void theSizeOfTheLastPublicationCounts() {
        for (int i = 1; i <= 4; i++) {
            publish("1", keeping(FIVE));
        }

        publish("1", keeping(new HistoryOptions(2, FIVE.ttl(), META_TTL)));

        assertThat(offsets(read(all()))).containsExactly(4L, 5L);
    }

    @Test
    void removingTheHistoryLeavesThePosition() {
        publish("1", keeping(FIVE));
        var second = publish("2", keeping(FIVE));

        await(broker().removeHistory(CHANNEL));

        assertThat(read(all()).publications()).isEmpty();
        assertThat(read(all()).top()).isEqualTo(second.position());
        var third = publish("3", keeping(FIVE));
        assertThat(third.position()).isEqualTo(new StreamPosition(3, second.position().epoch()));
        assertThat(offsets(read(all()))).containsExactly(3L);
    }

    @Test
    void removingTheHistoryOfAnUnknownChannelDoesNothing() {
        await(broker().removeHistory("unknown"));

        assertThat(read(all()).top().offset()).isZero();
    }

    // ---- what passes

    @Test
    void publicationsExpireTogetherAndThePositionStays() {
        publish("1", keeping(new HistoryOptions(5, Duration.ofSeconds(2), META_TTL)));
        letPass(Duration.ofMillis(1500));
        var second = publish("2", keeping(new HistoryOptions(5, Duration.ofSeconds(2), META_TTL)));
        letPass(Duration.ofSeconds(1));
        assertThat(offsets(read(all()))).containsExactly(1L, 2L);

        letPass(Duration.ofMillis(2500));

        assertThat(read(all()).publications()).isEmpty();
        assertThat(read(all()).top()).isEqualTo(second.position());
        assertThat(publish("3", keeping(FIVE)).position().offset()).isEqualTo(3);
    }

    @Test
    void theStreamBeginsAnewWhenThePositionHasExpired() {
        var brief = new HistoryOptions(5, Duration.ofSeconds(1), Duration.ofSeconds(2));
        var first = publish("1", keeping(brief));

        letPass(Duration.ofSeconds(4));

        var anew = publish("2", keeping(brief));
        assertThat(anew.position().offset()).isEqualTo(1);
        assertThat(anew.position().epoch()).isNotEqualTo(first.position().epoch());
    }

    @Test
    void askingKeepsThePosition() {
        var brief = new HistoryOptions(5, Duration.ofSeconds(1), Duration.ofSeconds(3));
        var first = publish("1", keeping(brief));

        letPass(Duration.ofSeconds(2));
        read(HistoryQuery.top(Duration.ofSeconds(3)));
        letPass(Duration.ofSeconds(2));

        assertThat(read(all()).top()).isEqualTo(first.position());
        assertThat(read(all()).publications()).isEmpty();
    }

    // ---- repetitions

    @Test
    void aKnownIdempotencyKeyIsNotPublishedAgain() {
        var first = publish("1", keeping(FIVE).withIdempotencyKey("key"));
        publish("2", keeping(FIVE));

        var again = publish("3", keeping(FIVE).withIdempotencyKey("key"));
        publish("4", keeping(FIVE).withIdempotencyKey("other"));

        assertThat(first.suppressed()).isFalse();
        assertThat(again).isEqualTo(new Published(first.position(), true));
        assertThat(heard.nextData(CHANNEL, 3)).containsExactly("1", "2", "4");
        assertThat(offsets(read(all()))).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aKnownIdempotencyKeyIsNotPublishedAgainWithoutHistory() {
        var once = PublishOptions.NO_HISTORY.withIdempotencyKey("key");
        await(broker().subscribe("other"));

        var first = publish("1", once);
        var again = publish("2", once);
        var elsewhere = await(broker().publish("other", publication("3"), once));

        assertThat(first).isEqualTo(Published.WITHOUT_POSITION);
        assertThat(again).isEqualTo(new Published(StreamPosition.NONE, true));
        assertThat(elsewhere).isEqualTo(Published.WITHOUT_POSITION);
        assertThat(heard.nextData(CHANNEL, 1)).containsExactly("1");
        assertThat(heard.nextData("other", 1)).containsExactly("3");
    }

    @Test
    void anIdempotencyKeyIsForgottenAfterItsTime() {
        var once = new PublishOptions(HistoryOptions.NONE, "key", Duration.ofSeconds(2), 0, "");
        publish("1", once);

        letPass(Duration.ofSeconds(1));
        assertThat(publish("2", once).suppressed()).isTrue();
        letPass(Duration.ofSeconds(3));

        assertThat(publish("3", once).suppressed()).isFalse();
        assertThat(heard.nextData(CHANNEL, 2)).containsExactly("1", "3");
    }

    /// The transcript `publish-versioned`, and what it leaves open: version (0 for none), version
    /// epoch, then whether it is published and the offset that is answered.
    @Test
    void aVersionThatIsNotGreaterIsNotPublished() {
        var steps =
                List.of(
                        "5 x true 1",
                        "5 x false 1",
                        "4 x false 1",
                        "6 x true 2",
                        "1 y true 3",
                        "0 x true 4",
                        "1 - false 4",
                        "2 - true 5",
                        "2 y true 6");

        for (var step : steps) {
            var parts = step.split(" ", -1);
            var epoch = parts[1].equals("-") ? "" : parts[1];
            var published =
                    publish(step, keeping(FIVE).withVersion(Long.parseLong(parts[0]), epoch));

            assertThat(published.suppressed()).as(step).isEqualTo(parts[2].equals("false"));
            assertThat(published.position().offset()).as(step).isEqualTo(Long.parseLong(parts[3]));
        }
        assertThat(heard.nextData(CHANNEL, 6))
                .isEqualTo(steps.stream().filter(step -> step.contains("true")).toList());
    }

    @Test
    void versionsDoNotCountWithoutHistory() {
        var published = publish("1", PublishOptions.NO_HISTORY.withVersion(2, ""));
        var older = publish("2", PublishOptions.NO_HISTORY.withVersion(1, ""));

        assertThat(published).isEqualTo(Published.WITHOUT_POSITION);
        assertThat(older).isEqualTo(Published.WITHOUT_POSITION);
        assertThat(heard.nextData(CHANNEL, 2)).containsExactly("1", "2");
    }

    @Test
    void aKeyThatCameWithAnOldVersionIsNotRemembered() {
        publish("1", keeping(FIVE).withVersion(2, ""));

        var old = publish("2", keeping(FIVE).withVersion(2, "").withIdempotencyKey("key"));
        var again = publish("3", keeping(FIVE).withVersion(3, "").withIdempotencyKey("key"));

        assertThat(old.suppressed()).isTrue();
        assertThat(again.suppressed()).isFalse();
    }

    // ---- what subscribers got last

    @Test
    void theLatestIsTheNewestEntry() {
        assertThat(read(HistoryQuery.top(META_TTL)).latest()).isNull();

        publish("1", keeping(FIVE));
        publish("2", keeping(FIVE));

        assertThat(read(HistoryQuery.top(META_TTL)).latest()).isEqualTo(data("2"));
    }

    /// Against the newest entry a delta would be wrong: subscribers got something else last.
    @Test
    void theLatestIsNotKnownBehindAnIntruder() {
        publish("1", keeping(FIVE));

        publish("2", PublishOptions.NO_HISTORY);
        assertThat(read(HistoryQuery.top(META_TTL)).latest()).isNull();

        publish("3", keeping(FIVE));
        assertThat(read(HistoryQuery.top(META_TTL)).latest()).isEqualTo(data("3"));
    }

    @Test
    void theLatestIsNotKnownWhenItIsNotKept() {
        publish("1", keeping(FIVE));

        await(broker().removeHistory(CHANNEL));

        assertThat(read(HistoryQuery.top(META_TTL)).latest()).isNull();
    }

    // ---- helpers

    private Published publish(String json, PublishOptions options) {
        return publish(publication(json), options);
    }

    private Published publish(Publication publication, PublishOptions options) {
        return await(broker().publish(CHANNEL, publication, options));
    }

    private StreamPart read(HistoryQuery query) {
        return await(broker().history(CHANNEL, query));
    }

    private static HistoryQuery all() {
        return new HistoryQuery(HistoryQuery.NO_LIMIT, null, false, META_TTL);
    }

    private static PublishOptions keeping(HistoryOptions history) {
        return PublishOptions.withHistory(history);
    }

    private static Publication publication(String json) {
        return Publication.of(data(json));
    }

    private static Payload data(String json) {
        return Payload.ofOwnedJsonLine(json.getBytes(UTF_8));
    }

    private static List<Long> offsets(StreamPart part) {
        var offsets = new ArrayList<Long>();
        part.publications().forEach(each -> offsets.add(each.offset()));
        return offsets;
    }

    private static List<Long> numbers(String text) {
        return Arrays.stream(text.split(" "))
                .filter(number -> !number.isEmpty())
                .map(Long::valueOf)
                .toList();
    }

    private static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
