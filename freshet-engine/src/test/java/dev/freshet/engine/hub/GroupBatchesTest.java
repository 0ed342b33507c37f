package dev.freshet.engine.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.ClientInfo;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import dev.freshet.engine.protocol.StreamPosition;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What batches are made of, and what they say of themselves.
class GroupBatchesTest {
    private final SteppedExecutor executor = new SteppedExecutor();
    private final Hub hub =
            new Hub(List.of(executor), ByteBufAllocator.DEFAULT, new HubLimits(1000, 100, 1000));
    private final LoopHub loop = hub.loops().getFirst();
    private final List<Batch> seen = new ArrayList<>();

    @AfterEach
    void runWhatIsLeft() {
        executor.runAll();
    }

    private Member join(boolean joinLeave) {
        var member =
                new Member() {
                    @Override
                    public void deliver(Batch batch) {
                        seen.add(batch);
                        super.deliver(batch);
                    }
                };
        loop.join(new GroupKey("news", "news", Lines.FORM, joinLeave), 0, member);
        return member;
    }

    private static Publication plain(String text) {
        return Publication.of(Payload.ofOwnedJsonLine(text.getBytes(UTF_8)));
    }

    private static Publication at(long offset, String epoch) {
        return plain(Long.toString(offset)).at(new StreamPosition(offset, epoch), 0);
    }

    private static ClientInfo info(String client) {
        return new ClientInfo("u", client, null, null);
    }

    private Batch batch(ChannelMessage... messages) {
        for (var message : messages) {
            hub.broadcast("news", message);
        }
        executor.runAll();
        return seen.getLast();
    }

    @Test
    void joinsAndLeavesGoOnlyToGroupsThatTakeThem() {
        var told = join(true);
        var untold = join(false);
        hub.broadcast("news", new ChannelMessage.Join(info("c")));
        hub.broadcast("news", plain("1"));
        hub.broadcast("news", new ChannelMessage.Leave(info("c")));
        executor.runAll();

        assertThat(told.lines).containsExactly("news=+c", "news=1", "news=-c");
        assertThat(untold.lines).containsExactly("news=1");
    }

    @Test
    void joinAloneIsNoWorkForGroupsThatDoNotTakeIt() {
        join(false);
        hub.broadcast("news", new ChannelMessage.Join(info("c")));

        assertThat(executor.waiting()).isZero();
    }

    @Test
    void batchOfConsecutivePositionsContinuesFromItsFirst() {
        join(true);
        var batch = batch(at(3, "a"), at(4, "a"), at(5, "a"));

        assertThat(batch.hasPositions()).isTrue();
        assertThat(batch.continues("a", 3)).isTrue();
        assertThat(batch.continues("a", 2)).isFalse();
        assertThat(batch.continues("a", 4)).isFalse();
        assertThat(batch.continues("b", 3)).isFalse();
        assertThat(batch.lastOffset()).isEqualTo(5);
    }

    @Test
    void holeRepetitionOrSecondEpochContinuesNothing() {
        join(true);

        assertThat(batch(at(3, "a"), at(5, "a")).continues("a", 3)).isFalse();
        assertThat(batch(at(3, "a"), at(3, "a")).continues("a", 3)).isFalse();
        assertThat(batch(at(3, "a"), at(2, "a")).continues("a", 3)).isFalse();
        assertThat(batch(at(3, "a"), at(4, "b")).continues("a", 3)).isFalse();
    }

    @Test
    void whatHasNoPositionDoesNotInterruptThoseThatHave() {
        join(true);
        var batch =
                batch(
                        new ChannelMessage.Join(info("c")),
                        at(3, "a"),
                        plain("x"),
                        at(4, "a"),
                        new ChannelMessage.Leave(info("c")));

        assertThat(batch.messages()).hasSize(5);
        assertThat(batch.continues("a", 3)).isTrue();
        assertThat(batch.lastOffset()).isEqualTo(4);
    }

    @Test
    void batchWithoutPositionsSaysSo() {
        join(true);

        assertThat(batch(plain("x")).hasPositions()).isFalse();
        assertThat(batch(new ChannelMessage.Join(info("c"))).hasPositions()).isFalse();
    }

    @Test
    void deltaGroupBuildsOnWhatItHandedOutLast() {
        var member = new Member();
        loop.join(new GroupKey("news", "news", Lines.DELTA, true), 0, member);
        hub.broadcast("news", plain("1"));
        hub.broadcast("news", plain("2"));
        executor.runAll();
        hub.broadcast("news", new ChannelMessage.Join(info("c")));
        executor.runAll();
        hub.broadcast("news", plain("3"));
        executor.runAll();

        assertThat(member.lines).containsExactly("news=1", "news=1>2", "news=+c", "news=2>3");
    }

    @Test
    void deltaGroupDoesNotBuildOnWhatCouldNotBeEncoded() {
        var member = new Member();
        loop.join(new GroupKey("news", "news", Lines.DELTA, true), 0, member);
        hub.broadcast("news", plain("1"));
        executor.runAll();
        Lines.failsAfter(0);
        hub.broadcast("news", plain("lost"));
        executor.runAll();
        hub.broadcast("news", plain("3"));
        executor.runAll();

        assertThat(member.lines).containsExactly("news=1", "news=1>3");
    }

    @Test
    void whatCannotBeCarriedTravelsAlone() {
        var member = join(true);
        hub.broadcast("news", plain("1"));
        hub.broadcast("news", Publication.of(Payload.ofBytes(new byte[] {'{'})));
        hub.broadcast("news", plain("2"));
        hub.broadcast("news", plain("3"));
        executor.runAll();

        assertThat(member.lines).containsExactly("news=1", "news=2", "news=3");
        assertThat(member.batches).isEqualTo(2);
        assertThat(member.refused).isEqualTo(1);
    }
}
