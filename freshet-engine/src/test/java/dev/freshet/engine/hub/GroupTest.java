package dev.freshet.engine.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupTest {
    private static final HubLimits LIMITS = new HubLimits(1000, 10, 500);

    private final SteppedExecutor executor = new SteppedExecutor();
    private final Hub hub = new Hub(List.of(executor), ByteBufAllocator.DEFAULT, LIMITS);
    private final LoopHub loop = hub.loops().getFirst();

    @AfterEach
    void runWhatIsLeft() {
        executor.runAll();
    }

    private static Publication publication(String text) {
        return Publication.of(Payload.ofOwnedJsonLine(text.getBytes(UTF_8)));
    }

    private static Publication numbered(long sequence) {
        var data = Payload.ofOwnedJsonLine(Long.toString(sequence).getBytes(UTF_8));
        return Publication.of(data, null, sequence);
    }

    private void publish(String text) {
        hub.broadcast("news", publication(text));
    }

    private Member join() {
        var member = new Member();
        loop.join(new GroupKey("news", "news", Lines.FORM, false), 0, member);
        return member;
    }

    private boolean leave(Member member) {
        return loop.leave(new GroupKey("news", "news", Lines.FORM, false), member);
    }

    private List<Member> joinMany(int count) {
        return IntStream.range(0, count).mapToObj(i -> join()).toList();
    }

    // ---- failures

    /// The group would deliver nothing ever again.
    @Test
    void memberThatThrowsIsToldAndTheOthersGoOn() {
        var first = join();
        var broken = join();
        var last = join();
        var failure = new OutOfMemoryError("direct memory");
        broken.onDeliver =
                () -> {
                    throw failure;
                };
        publish("1");
        executor.runAll();
        publish("2");
        executor.runAll();

        assertThat(first.lines).containsExactly("news=1", "news=2");
        assertThat(last.lines).containsExactly("news=1", "news=2");
        assertThat(broken.failures).containsExactly(failure, failure);
        assertThat(hub.hasRoom("news")).isTrue();
    }

    // ---- batches

    @Test
    void whatWaitsIsMergedIntoOneBatch() {
        var member = join();
        publish("1");
        publish("2");
        publish("3");
        assertThat(executor.waiting()).isEqualTo(1);

        executor.runAll();

        assertThat(member.lines).containsExactly("news=1", "news=2", "news=3");
        assertThat(member.batches).isEqualTo(1);
    }

    @Test
    void nothingWaitsWhenTheLoopIsIdle() {
        var member = join();
        publish("1");
        executor.runAll();
        publish("2");
        executor.runAll();

        assertThat(member.lines).containsExactly("news=1", "news=2");
        assertThat(member.batches).isEqualTo(2);
    }

    @Test
    void batchEndsAt64KiB() {
        var member = join();
        var large = "x".repeat(30_000);
        for (int i = 0; i < 5; i++) {
            publish(large);
        }

        executor.step();
        assertThat(member.lines).hasSize(2);
        executor.runAll();

        assertThat(member.lines).hasSize(5);
        assertThat(member.batches).isEqualTo(3);
    }

    @Test
    void publicationLargerThanABatchTravelsAlone() {
        var member = join();
        publish("small");
        publish("x".repeat(100_000));
        publish("small");

        executor.runAll();

        assertThat(member.lines).hasSize(3);
        assertThat(member.batches).isEqualTo(3);
    }

    @Test
    void eachSpellingGetsItsOwn() {
        var member = join();
        var other = new Member();
        loop.join(new GroupKey("news", "default/news", Lines.FORM, false), 0, other);
        publish("1");

        executor.runAll();

        assertThat(member.lines).containsExactly("news=1");
        assertThat(other.lines).containsExactly("default/news=1");
        assertThat(hub.subscriberCount("news")).isEqualTo(2);
        assertThat(hub.channelCount()).isEqualTo(1);
    }

    /// The group used to be dead from then on, for everybody in it.
    @Test
    void publicationsThatCannotBeEncodedAreLostAndNothingElse() {
        var member = join();
        Lines.failsAfter(0);
        publish("lost");
        executor.runAll();

        publish("next");
        executor.runAll();

        assertThat(member.lines).containsExactly("news=next");
    }

    // ---- handing out in rounds

    @Test
    void handOutOfManyMembersIsCappedPerRound() {
        var members = joinMany(2500);
        publish("1");

        executor.step();
        assertThat(members.stream().filter(member -> member.batches == 1)).hasSize(1024);
        executor.step();
        assertThat(members.stream().filter(member -> member.batches == 1)).hasSize(2048);
        executor.runAll();

        assertThat(members).allMatch(member -> member.lines.equals(List.of("news=1")));
    }

    @Test
    void whatIsPublishedDuringAHandOutComesBehindIt() {
        var members = joinMany(2500);
        publish("1");
        executor.step();
        publish("2");

        executor.runAll();

        assertThat(members).allMatch(member -> member.lines.equals(List.of("news=1", "news=2")));
    }

    @Test
    void whoJoinsDuringAHandOutGetsTheNextBatch() {
        joinMany(2000);
        publish("1");
        executor.step();
        var late = join();
        publish("2");

        executor.runAll();

        assertThat(late.lines).containsExactly("news=2");
    }

    @Test
    void whoLeavesDuringAHandOutGetsNothingMore() {
        var members = joinMany(2500);
        publish("1");
        executor.step();
        var left = new ArrayList<Member>();
        for (int i = 3; i < members.size(); i += 7) {
            leave(members.get(i));
            left.add(members.get(i));
        }
        publish("2");

        executor.runAll();

        for (int i = 0; i < members.size(); i++) {
            var member = members.get(i);
            var expected =
                    !left.contains(member)
                            ? List.of("news=1", "news=2")
                            : i < 1024 ? List.of("news=1") : List.of();
            assertThat(member.lines).as("member %d", i).isEqualTo(expected);
        }
        assertThat(hub.subscriberCount("news")).isEqualTo(members.size() - left.size());
    }

    @Test
    void placesThatWereLeftDuringAHandOutAreClosed() {
        var members = joinMany(2500);
        publish("1");
        executor.step();
        members.subList(0, 2400).forEach(this::leave);
        executor.runAll();

        publish("2");
        executor.runAll();

        assertThat(members.subList(2400, 2500))
                .allMatch(member -> member.lines.equals(List.of("news=1", "news=2")));
        assertThat(members.subList(2400, 2500).stream().map(Member::slot))
                .allMatch(slot -> slot >= 0 && slot < 100)
                .doesNotHaveDuplicates();
    }

    @Test
    void memberMayLeaveWhileItIsServed() {
        var members = joinMany(5);
        for (var member : members) {
            member.onDeliver = () -> leave(member);
        }
        publish("1");
        publish("2");

        executor.runAll();

        assertThat(members).allMatch(member -> member.batches == 1);
        assertThat(hub.hasSubscribers("news")).isFalse();
    }

    @Test
    void memberMayMakeOthersLeaveWhileItIsServed() {
        var members = joinMany(5);
        members.get(2).onDeliver =
                () -> {
                    leave(members.get(0));
                    leave(members.get(3));
                };
        publish("1");

        executor.runAll();

        assertThat(members.stream().map(member -> member.batches)).containsExactly(1, 1, 1, 0, 1);
    }

    @Test
    void lastLeaveDuringAHandOutEndsTheGroup() {
        var members = joinMany(2000);
        publish("1");
        executor.step();
        publish("2");
        members.subList(0, 1999).forEach(member -> assertThat(leave(member)).isFalse());
        assertThat(leave(members.getLast())).isTrue();
        var next = join();

        executor.runAll();

        assertThat(next.lines).isEmpty();
        assertThat(hub.channels()).containsExactly("news");
    }

    // ---- the queue

    @Test
    void queueIsFullAtItsNumberOfPublications() {
        join();
        for (int i = 0; i < 9; i++) {
            publish("1");
        }
        assertThat(hub.hasRoom("news")).isTrue();

        publish("1");

        assertThat(hub.hasRoom("news")).isFalse();
        executor.runAll();
        assertThat(hub.hasRoom("news")).isTrue();
    }

    @Test
    void queueIsFullAtItsNumberOfBytes() {
        join();
        publish("x".repeat(999));
        assertThat(hub.hasRoom("news")).isTrue();

        publish("x");

        assertThat(hub.hasRoom("news")).isFalse();
    }

    @Test
    void whoWaitsForRoomIsToldWhenHalfIsFree() {
        join();
        for (int i = 0; i < 4; i++) {
            publish("x".repeat(60_000));
        }
        var told = new ArrayList<String>();
        hub.onRoom("news", () -> told.add("room"));

        executor.step();
        executor.step();
        executor.step();
        assertThat(told).isEmpty();
        executor.step();

        assertThat(told).containsExactly("room");
        executor.runAll();
        assertThat(told).containsExactly("room");
    }

    @Test
    void whoWaitsForRoomWhereThereIsSomeRunsAtOnce() {
        var told = new ArrayList<String>();
        hub.onRoom("nobody", () -> told.add("nobody"));
        join();
        hub.onRoom("news", () -> told.add("news"));

        assertThat(told).containsExactly("nobody", "news");
    }

    @Test
    void whoWaitsForRoomIsToldWhenTheLastMemberLeaves() {
        var member = join();
        for (int i = 0; i < 20; i++) {
            publish("1");
        }
        var told = new ArrayList<String>();
        hub.onRoom("news", () -> told.add("room"));
        leave(member);

        executor.runAll();

        assertThat(told).containsExactly("room");
        assertThat(hub.hasRoom("news")).isTrue();
    }

    // ---- snapshots and held bytes

    @Test
    void smallestNumberOfABatchIsKnown() {
        var seen = new ArrayList<String>();
        var member =
                new Member() {
                    @Override
                    public void deliver(Batch batch) {
                        seen.add(batch.firstSequence() + ":" + batch.messages().size());
                        batch.bytes().release();
                    }
                };
        loop.join(new GroupKey("news", "news", Lines.FORM, false), 0, member);
        hub.broadcast("news", numbered(1));
        hub.broadcast("news", numbered(2));
        executor.runAll();
        hub.broadcast("news", numbered(2));
        hub.broadcast("news", publication("unnumbered"));
        hub.broadcast("news", numbered(3));
        executor.runAll();

        // What has no number is in no snapshot; it used to be left out, too.
        assertThat(seen).containsExactly("1:2", "0:3");
    }

    @Test
    void heldBytesAreCountedOnceForAllWhoHoldThem() {
        var holders = new ArrayList<Batch>();
        for (int i = 0; i < 3; i++) {
            var member =
                    new Member() {
                        @Override
                        public void deliver(Batch batch) {
                            batch.hold();
                            holders.add(batch);
                        }
                    };
            loop.join(new GroupKey("news", "news", Lines.FORM, false), 0, member);
        }
        var overBudget = new ArrayList<Long>();
        loop.onOverBudget(() -> overBudget.add(loop.heldBytes()));
        publish("x".repeat(100));
        executor.runAll();
        assertThat(loop.heldBytes()).isEqualTo(106);

        publish("x".repeat(600));
        executor.runAll();

        assertThat(overBudget).containsExactly(712L);
        holders.forEach(Batch::letGo);
        assertThat(loop.heldBytes()).isZero();
    }
}
