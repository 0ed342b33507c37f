package dev.freshet.engine.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Groups with a shortest time between two batches.
class GroupGapTest {
    private static final Duration GAP = Duration.ofMillis(20);

    private final MockTicker ticker = Ticker.newMockTicker();
    private final EmbeddedChannel channel = EmbeddedChannel.builder().ticker(ticker).build();
    private final Hub hub =
            new Hub(List.of(channel.eventLoop()), channel.alloc(), new HubLimits(1000, 10, 1000));
    private final LoopHub loop = hub.loops().getFirst();

    @AfterEach
    void runWhatIsLeft() {
        advance(1000);
    }

    private static GroupKey key() {
        return new GroupKey("news", "news", Lines.FORM, false);
    }

    private Member join() {
        var member = new Member();
        loop.join(key(), GAP.toNanos(), member);
        return member;
    }

    private void publish(String... texts) {
        for (var text : texts) {
            var data = Payload.ofOwnedJsonLine(text.getBytes(UTF_8));
            hub.broadcast("news", Publication.of(data));
        }
    }

    private void advance(int millis) {
        ticker.advance(millis, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    @Test
    void firstGoesAtOnceAndItsFollowersTogetherAfterTheGap() {
        var member = join();
        publish("1");
        advance(0);
        assertThat(member.lines).containsExactly("news=1");

        publish("2");
        advance(10);
        publish("3");
        advance(9);
        assertThat(member.lines).hasSize(1);
        advance(1);

        assertThat(member.lines).containsExactly("news=1", "news=2", "news=3");
        assertThat(member.batches).isEqualTo(2);
    }

    @Test
    void whatComesBehindAGapGoesAtOnceAgain() {
        var member = join();
        publish("1");
        advance(0);
        advance(20);
        publish("2");
        advance(0);
        assertThat(member.batches).isEqualTo(2);

        publish("3");
        advance(0);

        assertThat(member.batches).isEqualTo(2);
    }

    @Test
    void followersKeepTheGapToo() {
        var member = join();
        for (int i = 0; i < 100; i++) {
            publish("x");
            advance(1);
        }
        advance(20);

        assertThat(member.lines).hasSize(100);
        assertThat(member.batches).isBetween(5, 7);
    }

    @Test
    void largeBacklogIsNotThrottled() {
        var member = join();
        var large = "x".repeat(30_000);
        publish(large, large, large, large, large, large, large);
        advance(0);

        assertThat(member.lines).hasSize(7);
        assertThat(member.batches).isEqualTo(4);
        publish("next");
        advance(19);
        assertThat(member.lines).hasSize(7);
        advance(1);
        assertThat(member.lines).hasSize(8);
    }

    @Test
    void lastMemberMayLeaveWithinTheGap() {
        var member = join();
        publish("1");
        advance(0);
        publish("2");
        loop.leave(key(), member);
        var next = join();
        publish("3");
        advance(0);

        advance(100);

        assertThat(member.lines).containsExactly("news=1");
        assertThat(next.lines).containsExactly("news=3");
        assertThat(hub.hasRoom("news")).isTrue();
    }

    @Test
    void publishersAreHeldBackWithinTheGapAndToldBehindIt() {
        join();
        publish("1");
        advance(0);
        for (int i = 0; i < 10; i++) {
            publish("x");
        }
        assertThat(hub.hasRoom("news")).isFalse();
        var told = new ArrayList<String>();
        hub.onRoom("news", () -> told.add("room"));
        advance(19);
        assertThat(told).isEmpty();

        advance(1);

        assertThat(told).containsExactly("room");
        assertThat(hub.hasRoom("news")).isTrue();
    }

    @Test
    void messageThatNobodyCanBeSentDoesNotStopTheGroup() {
        var member = join();
        publish("1");
        hub.broadcast("news", Publication.of(Payload.ofBytes(new byte[] {'{'})));
        publish("2");
        advance(20);
        advance(20);

        assertThat(member.lines).containsExactly("news=1", "news=2");
        assertThat(member.refused).isEqualTo(1);
    }
}
