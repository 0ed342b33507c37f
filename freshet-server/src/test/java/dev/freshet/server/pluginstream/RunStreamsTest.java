package dev.freshet.server.pluginstream;

import static dev.freshet.engine.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.ManualScheduler;
import dev.freshet.server.TestClock;
import dev.freshet.server.channel.ChannelAddress;
import dev.freshet.server.channel.OrgChannel;
import dev.freshet.source.Frame;
import dev.freshet.source.History;
import dev.freshet.source.RawJson;
import dev.freshet.source.SourceException;
import dev.freshet.source.StreamRequest;
import dev.freshet.source.StreamSender;
import dev.freshet.source.StreamSource;
import dev.freshet.source.SubscribeReply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunStreamsTest {
    private static final OrgChannel CHANNEL =
            new OrgChannel(1, new ChannelAddress("plugin", "x", "cpu"));
    private static final OrgChannel OTHER =
            new OrgChannel(1, new ChannelAddress("plugin", "x", "mem"));
    private static final StreamCaller ANN = caller("first");
    private static final Duration CHECK = Duration.ofSeconds(5);

    private final TestClock clock = new TestClock();
    private final ManualScheduler timer = new ManualScheduler(clock);
    private final FakeSource source = new FakeSource();
    private final Audience audience = new Audience();
    private final Output output = new Output();
    private final BlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();
    private RunStreams streams = streams(pauses::add, Duration.ofSeconds(10));

    private RunStreams streams(Pause pause, Duration endPatience) {
        return new RunStreams(audience, output, clock, timer, pause, endPatience);
    }

    private static FakeCaller caller(String path) {
        return new FakeCaller(path);
    }

    @AfterEach
    void close() {
        streams.close();
    }

    private void subscribe(OrgChannel channel, StreamSource what, StreamCaller who) {
        streams.ensureRunning(channel, what, who, null).run();
    }

    /// Its first packet was sent before anybody could get it.
    @Test
    void theStreamBeginsWhenItsSubscriberHasJoined() throws Exception {
        var joined = streams.ensureRunning(CHANNEL, source, ANN, null);
        assertThat(source.hasAnotherRun()).isFalse();

        joined.run();

        assertThat(source.nextRun().request.path()).isEqualTo("first");
    }

    @Test
    void theStreamBeginsAlsoWhenItsSubscriberIsLostOnTheWay() throws Exception {
        var _ = streams.ensureRunning(CHANNEL, source, ANN, null);

        assertThat(source.nextRun().request.path()).isEqualTo("first");
    }

    @Test
    void theFirstSubscriberStartsTheStreamAndOthersShareIt() throws Exception {
        subscribe(CHANNEL, source, ANN);
        subscribe(CHANNEL, source, caller("second"));

        var run = source.nextRun();

        assertThat(run.request.path()).isEqualTo("first");
        assertThat(source.hasAnotherRun()).isFalse();
        assertThat(streams.running()).isOne();
    }

    @Test
    void eachChannelHasItsOwnRun() throws Exception {
        subscribe(CHANNEL, source, ANN);
        subscribe(OTHER, source, caller("other"));

        var paths = List.of(source.nextRun().request.path(), source.nextRun().request.path());

        assertThat(paths).containsExactlyInAnyOrder("first", "other");
        assertThat(streams.running()).isEqualTo(2);
    }

    @Test
    void theThirdCheckThatFindsNobodyStopsTheStream() throws Exception {
        subscribe(CHANNEL, source, ANN);
        var run = source.nextRun();

        timer.advance(CHECK.multipliedBy(3).minusMillis(1));
        var before = run.interrupted.isDone();
        timer.advance(Duration.ofMillis(1));

        assertThat(before).isFalse();
        assertThat(run.interrupted).succeedsWithin(Duration.ofSeconds(10));
        eventually(() -> assertThat(streams.running()).isZero());
        assertThat(audience.told).isEmpty();
    }

    @Test
    void aCheckThatFindsSomebodyBeginsTheCountAnew() throws Exception {
        subscribe(CHANNEL, source, ANN);
        var run = source.nextRun();

        timer.advance(CHECK.multipliedBy(2));
        audience.count.put(CHANNEL.canonical(), 1);
        timer.advance(CHECK);
        audience.count.clear();
        timer.advance(CHECK.multipliedBy(2));
        var afterTwoMore = run.interrupted.isDone();
        timer.advance(CHECK);

        assertThat(afterTwoMore).isFalse();
        assertThat(run.interrupted).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void aNewSubscriberBeginsTheCountAnew() throws Exception {
        subscribe(CHANNEL, source, ANN);
        var run = source.nextRun();

        timer.advance(CHECK.multipliedBy(2));
        subscribe(CHANNEL, source, ANN);
        timer.advance(CHECK.multipliedBy(2));

        assertThat(run.interrupted).isNotDone();
    }

    @Test
    void runsThatFailFastAreRepeatedAfterPausesThatDouble() throws Exception {
        subscribe(CHANNEL, source, ANN);

        for (long millis : new long[] {100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000}) {
            source.nextRun().fail("down");

            assertThat(pauses.poll(10, TimeUnit.SECONDS)).isEqualTo(Duration.ofMillis(millis));
        }
    }

    /// An Error took the run away without a word to its subscribers.
    @Test
    void aSourceWhoseJarLacksAClassIsRunAgain() throws Exception {
        var lacking =
                new StreamSource() {
                    private boolean failed;

                    @Override
                    public SubscribeReply subscribeStream(StreamRequest request) {
                        return SubscribeReply.ok();
                    }

                    @Override
                    public void runStream(StreamRequest request, StreamSender sender)
                            throws Exception {
                        if (!failed) {
                            failed = true;
                            throw new NoClassDefFoundError("org/example/Driver");
                        }
                        source.runStream(request, sender);
                    }
                };

        subscribe(CHANNEL, lacking, ANN);

        assertThat(pauses.poll(10, TimeUnit.SECONDS)).isEqualTo(Duration.ofMillis(100));
        source.nextRun();
        assertThat(streams.state(CHANNEL.canonical()))
                .hasValueSatisfying(
                        state -> assertThat(state.lastError()).contains("org/example/Driver"));
    }

    /// What failed ended the checks for ever: no stream was stopped any more.
    @Test
    void aCheckThatFailsIsNotTheLast() throws Exception {
        subscribe(CHANNEL, source, ANN);
        var run = source.nextRun();
        audience.broken = true;
        timer.advance(CHECK);
        audience.broken = false;

        timer.advance(CHECK.multipliedBy(3));

        assertThat(run.interrupted).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void aRunOfATenthOfASecondBeginsThePausesAnew() throws Exception {
        subscribe(CHANNEL, source, ANN);
        source.nextRun().fail("down");
        pauses.poll(10, TimeUnit.SECONDS);
        source.nextRun().fail("down");
        var second = pauses.poll(10, TimeUnit.SECONDS);

        var longer = source.nextRun();
        clock.advance(Duration.ofMillis(100));
        longer.fail("down");

        assertThat(second).isEqualTo(Duration.ofMillis(200));
        assertThat(pauses.poll(10, TimeUnit.SECONDS)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void theStateTellsOfTheFailureWhileTheStreamWaits() throws Exception {
        streams.close();
        var waits = new CountDownLatch(1);
        streams = streams(_ -> waits.await(), Duration.ofSeconds(10));
        subscribe(CHANNEL, source, ANN);

        source.nextRun().fail("the meter is unplugged");

        eventually(() ->
                assertThat(streams.state(CHANNEL.canonical()))
                        .contains(
                                new RunState(
                                        false,
                                        clock.instant(),
                                        1,
                                        0,
                                        "the meter is unplugged",
                                        false,
                                        "")));
    }

    @Test
    void aHistoryThatFindsNoRoomIsTold() {
        output.full = true;
        streams.ensureRunning(
                        CHANNEL, source, ANN, new History(Frame.of("x"), Duration.ofMinutes(1), 10))
                .run();

        assertThat(streams.state(CHANNEL.canonical()).orElseThrow().trouble())
                .contains("managed_max_bytes");
    }

    @Test
    void aStreamThatWaitsToBeRepeatedCanBeStopped() throws Exception {
        streams.close();
        var waiting = new CountDownLatch(1);
        streams =
                streams(
                        _ -> {
                            waiting.countDown();
                            new CountDownLatch(1).await();
                        },
                        Duration.ofSeconds(10));
        subscribe(CHANNEL, source, ANN);
        source.nextRun().fail("down");
        waiting.await();

        timer.advance(CHECK.multipliedBy(3));

        eventually(() -> assertThat(streams.running()).isZero());
        assertThat(source.hasAnotherRun()).isFalse();
    }

    @Test
    void aStreamThatEndsSendsItsSubscribersToSubscribeAgain() throws Exception {
        subscribe(CHANNEL, source, ANN);

        source.nextRun().end();

        eventually(() -> assertThat(audience.told).hasSize(1));
        assertThat(audience.told.element()).startsWith("1/plugin/x/cpu 2600 ");
        assertThat(streams.state(CHANNEL.canonical())).isEmpty();
        subscribe(CHANNEL, source, caller("again"));
        assertThat(source.nextRun().request.path()).isEqualTo("again");
    }

    // Who was let in just before the end joined the channel just after the others had been told,
    // and then listened to nothing for ever.
    @Test
    void whoJoinedWhileTheStreamEndedIsToldByTheNextCheck() throws Exception {
        subscribe(CHANNEL, source, ANN);
        source.nextRun().end();
        eventually(() -> assertThat(audience.told).hasSize(1));

        timer.advance(CHECK.multipliedBy(3));

        assertThat(audience.told).hasSize(2);
    }

    @Test
    void whoSubscribedAgainInTimeIsNotToldTwice() throws Exception {
        subscribe(CHANNEL, source, ANN);
        source.nextRun().end();
        eventually(() -> assertThat(audience.told).hasSize(1));
        subscribe(CHANNEL, source, ANN);
        source.nextRun();

        timer.advance(CHECK);

        assertThat(audience.told).hasSize(1);
    }

    // The stopped run had already lost its place, so the next one ran beside it.
    @Test
    void aStreamAskedForWhileItStopsRunsAnewOnlyWhenItHasEnded() throws Exception {
        subscribe(CHANNEL, source, ANN);
        var old = source.nextRun();
        old.ignoreInterrupts();
        timer.advance(CHECK.multipliedBy(3));
        old.interrupted.join();

        subscribe(CHANNEL, source, caller("again"));
        var beside = source.hasAnotherRun();
        old.end();
        var next = source.nextRun();

        assertThat(beside).isFalse();
        assertThat(next.request.path()).isEqualTo("again");
        assertThat(streams.running()).isOne();
        assertThat(audience.told).isEmpty();
    }

    @Test
    void aRunThatIgnoresInterruptsIsReplacedAndItsPacketsAreNotTaken() throws Exception {
        streams.close();
        streams = streams(pauses::add, Duration.ofMillis(1));
        subscribe(CHANNEL, source, ANN);
        var old = source.nextRun();
        old.ignoreInterrupts();
        timer.advance(CHECK.multipliedBy(3));

        subscribe(CHANNEL, source, ANN);
        var next = source.nextRun();
        old.sender.send(RawJson.of("\"old\""));
        next.sender.send(RawJson.of("\"new\""));
        old.end();

        assertThat(output.sent).containsExactly("1/plugin/x/cpu \"new\"");
        assertThat(streams.running()).isOne();
    }

    @Test
    void aFailedStreamIsRunAgainInTheNameOfWhoIsStillThere() throws Exception {
        subscribe(CHANNEL, source, ANN);
        subscribe(CHANNEL, source, caller("second"));
        var first = source.nextRun();

        streams.left(CHANNEL.canonical(), "first");
        first.fail("down");

        assertThat(source.nextRun().request.path()).isEqualTo("second");
    }

    @Test
    void whoSubscribedTwiceAndLeftOnceIsStillThere() throws Exception {
        subscribe(CHANNEL, source, ANN);
        subscribe(CHANNEL, source, ANN);
        subscribe(CHANNEL, source, caller("second"));
        var first = source.nextRun();

        streams.left(CHANNEL.canonical(), "first");
        first.fail("down");

        assertThat(source.nextRun().request.path()).isEqualTo("first");
    }

    @Test
    void aStreamThatNobodyWatchesForAMomentIsRunAgainForTheLastOne() throws Exception {
        subscribe(CHANNEL, source, ANN);
        var first = source.nextRun();

        streams.left(CHANNEL.canonical(), "first");
        first.fail("down");

        assertThat(source.nextRun().request.path()).isEqualTo("first");
    }

    @Test
    void whoMayNotHaveTheStreamAnyMoreGivesItToAnother() throws Exception {
        var revoked = caller("revoked");
        audience.count.put(CHANNEL.canonical(), 2);
        subscribe(CHANNEL, source, revoked);
        subscribe(CHANNEL, source, caller("second"));
        var first = source.nextRun();

        revoked.allowed = false;
        timer.advance(CHECK);

        assertThat(first.interrupted).succeedsWithin(Duration.ofSeconds(10));
        assertThat(source.nextRun().request.path()).isEqualTo("second");
        assertThat(streams.running()).isOne();
    }

    @Test
    void aStreamThatNobodyMayHaveAnyMoreEnds() throws Exception {
        var revoked = caller("revoked");
        audience.count.put(CHANNEL.canonical(), 1);
        subscribe(CHANNEL, source, revoked);
        source.nextRun();

        revoked.allowed = false;
        timer.advance(CHECK);

        assertThat(audience.told.poll(10, TimeUnit.SECONDS)).startsWith("1/plugin/x/cpu 2600 ");
        eventually(() -> assertThat(streams.running()).isZero());
        assertThat(source.hasAnotherRun()).isFalse();
    }

    @Test
    void changedSettingsBeginTheStreamAnewWithThem() throws Exception {
        var caller = caller("before");
        subscribe(CHANNEL, source, caller);
        subscribe(OTHER, source, caller("other"));
        var before = source.nextRun();
        var other = source.nextRun();
        var runs = before.request.path().equals("before") ? before : other;

        caller.path = "after";
        streams.renew(channel -> channel.equals(CHANNEL));

        assertThat(runs.interrupted).succeedsWithin(Duration.ofSeconds(10));
        assertThat(source.nextRun().request.path()).isEqualTo("after");
        assertThat(pauses).as("no failure, so no pause").isEmpty();
        assertThat(streams.running()).isEqualTo(2);
    }

    @Test
    void whoWaitsToBeRunAgainNeedNotWaitWhenItsSourceIsBack() throws Exception {
        streams.close();
        streams = streams(_ -> new CountDownLatch(1).await(), Duration.ofSeconds(10));
        subscribe(CHANNEL, source, ANN);
        subscribe(OTHER, source, caller("other"));
        var one = source.nextRun();
        var two = source.nextRun();
        var waits = one.request.path().equals("first") ? one : two;
        var runs = waits == one ? two : one;
        waits.fail("down");
        eventually(() ->
                assertThat(streams.states(1).get(CHANNEL))
                        .extracting(RunState::running)
                        .isEqualTo(false));

        streams.retry(_ -> true);

        assertThat(source.nextRun().request.path()).isEqualTo("first");
        assertThat(runs.interrupted).isNotDone();
    }

    @Test
    void aSourceThatReturnsWhenItIsInterruptedIsBegunAnewToo() throws Exception {
        subscribe(CHANNEL, source, ANN);
        var before = source.nextRun();
        before.ignoreInterrupts();

        streams.renew(_ -> true);
        assertThat(before.interrupted).succeedsWithin(Duration.ofSeconds(10));
        before.end();

        source.nextRun();
        assertThat(audience.told).isEmpty();
    }

    @Test
    void subscribersOfWhatIsGoneAreToldNotToComeBack() throws Exception {
        subscribe(CHANNEL, source, ANN);
        var run = source.nextRun();

        streams.gone(channel -> channel.equals(CHANNEL), "data source removed");

        assertThat(run.interrupted).succeedsWithin(Duration.ofSeconds(10));
        assertThat(audience.told.element()).isEqualTo("1/plugin/x/cpu 2400 data source removed");
        eventually(() -> assertThat(streams.running()).isZero());
    }

    @Test
    void aFailureThatIsWrittenForPeopleIsToldThem() throws Exception {
        streams.close();
        var waits = new CountDownLatch(1);
        streams = streams(_ -> waits.await(), Duration.ofSeconds(10));
        subscribe(CHANNEL, source, ANN);

        source.nextRun().fail(new SourceException("Plugin meter has exited twice.", ""));

        eventually(() ->
                assertThat(streams.states(1).values().stream().map(RunState::trouble))
                        .containsExactly(
                                "The source failed once and will be run again: Plugin meter has"
                                        + " exited twice."));
    }

    @Test
    void packetsWithoutRoomAreCounted() throws Exception {
        output.full = true;
        subscribe(CHANNEL, source, ANN);

        var run = source.nextRun();
        run.sender.send(RawJson.of("1"));
        run.sender.send(RawJson.of("2"));

        assertThat(streams.state(CHANNEL.canonical()).orElseThrow().dropped()).isEqualTo(2);
    }

    @Test
    void closingStopsEverythingForGood() throws Exception {
        subscribe(CHANNEL, source, ANN);
        subscribe(OTHER, source, ANN);
        var one = source.nextRun();
        var other = source.nextRun();

        streams.close();
        subscribe(CHANNEL, source, ANN);

        assertThat(one.interrupted).isDone();
        assertThat(other.interrupted).isDone();
        eventually(() -> assertThat(streams.running()).isZero());
        assertThat(timer.waiting()).isZero();
        assertThat(audience.told).isEmpty();
    }

    private static final class Audience implements StreamAudience {
        final Map<String, Integer> count = new ConcurrentHashMap<>();
        final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
        volatile boolean broken;

        @Override
        public int subscribers(String channel) {
            if (broken) {
                throw new IllegalStateException("broken");
            }
            return count.getOrDefault(channel, 0);
        }

        @Override
        public void unsubscribe(String channel, int code, String reason) {
            told.add(channel + " " + code + " " + reason);
        }
    }

    private static final class Output implements StreamOutput {
        final LinkedBlockingQueue<String> sent = new LinkedBlockingQueue<>();
        volatile boolean full;

        @Override
        public boolean send(OrgChannel channel, Frame frame) {
            return !full && sent.add(channel.canonical() + " " + frame.name());
        }

        @Override
        public boolean send(OrgChannel channel, RawJson packet) {
            return !full && sent.add(channel.canonical() + " " + packet);
        }

        @Override
        public void hasHistory(OrgChannel channel) {}

        @Override
        public boolean begin(OrgChannel channel, History history) {
            return !full && sent.add(channel.canonical() + " begins");
        }

        @Override
        public void over(OrgChannel channel) {}
    }
}
