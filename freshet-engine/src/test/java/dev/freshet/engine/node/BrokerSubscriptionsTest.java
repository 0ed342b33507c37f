package dev.freshet.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.hub.Batch;
import dev.freshet.engine.hub.GroupKey;
import dev.freshet.engine.hub.Hub;
import dev.freshet.engine.hub.HubLimits;
import dev.freshet.engine.hub.Lines;
import dev.freshet.engine.hub.Subscriber;
import dev.freshet.engine.protocol.ChannelMessage;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BrokerSubscriptionsTest {
    private static final GroupKey NEWS = new GroupKey("news", "news", Lines.FORM, false);

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Hub hub =
            new Hub(List.of(channel.eventLoop()), channel.alloc(), HubLimits.defaults());
    private final RemoteBroker broker = new RemoteBroker();
    private Duration passed = Duration.ZERO;
    private final BrokerSubscriptions subscriptions =
            new BrokerSubscriptions(broker, hub, () -> passed.toNanos());

    private final Subscriber member =
            new Subscriber() {
                private int slot = -1;

                @Override
                public void deliver(Batch batch) {
                    throw new AssertionError("nothing is published");
                }

                @Override
                public void failed(Throwable failure) {
                    throw new AssertionError("nothing is published", failure);
                }

                @Override
                public void cannotTake(ChannelMessage message) {
                    throw new AssertionError("nothing is published");
                }

                @Override
                public int slot() {
                    return slot;
                }

                @Override
                public void slot(int newSlot) {
                    slot = newSlot;
                }
            };

    private CompletableFuture<@Nullable Void> come() {
        hub.loops().getFirst().join(NEWS, 0, member);
        return subscriptions.subscribe("news").toCompletableFuture();
    }

    private void go() {
        assertThat(hub.loops().getFirst().leave(NEWS, member)).isTrue();
        subscriptions.unsubscribe("news");
    }

    private void pass(Duration time) {
        passed = passed.plus(time);
        subscriptions.tidy();
    }

    @Test
    void aChannelIsEndedASecondAfterItsLastSubscriberLeft() {
        come();
        go();

        pass(Duration.ofMillis(999));
        assertThat(broker.asked).containsExactly("+news");

        pass(Duration.ofMillis(1));
        assertThat(broker.asked).containsExactly("+news", "-news");
        pass(Duration.ofSeconds(5));
        assertThat(broker.asked).hasSize(2);
    }

    @Test
    void whoComesBackInTimeKeepsTheChannel() {
        come();
        go();
        come();

        pass(Duration.ofSeconds(5));

        assertThat(broker.asked).containsExactly("+news");
    }

    /// Leaving and coming happen on different event loops: what says that somebody is there is the
    /// hub, not the order of the calls.
    @Test
    void aSubscriberWhoseComingWasNotedTooEarlyKeepsTheChannel() {
        come();
        subscriptions.unsubscribe("news");

        pass(Duration.ofSeconds(5));

        assertThat(broker.asked).containsExactly("+news");
    }

    @Test
    void whoComesWhileTheFirstIsWaitingGetsTheSameAnswer() {
        var answer = new CompletableFuture<@Nullable Void>();
        broker.answers.add(answer);

        var first = come();
        var second = subscriptions.subscribe("news").toCompletableFuture();

        assertThat(broker.asked).hasSize(1);
        assertThat(first).isNotDone();
        answer.complete(null);
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
    }

    @Test
    void aFailureIsForTheOneWhoAskedAndTheNextAsksAnew() {
        broker.answers.add(RemoteBroker.failure());

        assertThat(come()).isCompletedExceptionally();
        go();
        assertThat(come()).isCompleted();

        assertThat(broker.asked).containsExactly("+news", "+news");
    }

    @Test
    void anEndThatFailsIsTriedAgain() {
        come();
        go();
        broker.answers.add(RemoteBroker.failure());

        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));

        assertThat(broker.asked).containsExactly("+news", "-news", "-news");
    }

    /// Whether the broker still hears a channel whose end failed is not known: the next subscriber
    /// was told that it does, and then heard nothing.
    @Test
    void whoComesAfterAnEndThatFailedAsksAnew() {
        come();
        go();
        broker.answers.add(RemoteBroker.failure());
        pass(Duration.ofSeconds(1));

        come();
        pass(Duration.ofSeconds(5));

        assertThat(broker.asked).containsExactly("+news", "-news", "+news");
    }

    /// The end overtook the beginning, and the channel was heard for ever.
    @Test
    void aChannelIsNotEndedWhileItIsBeingAskedFor() {
        var answer = new CompletableFuture<@Nullable Void>();
        broker.answers.add(answer);
        come();
        go();

        pass(Duration.ofSeconds(5));
        assertThat(broker.asked).containsExactly("+news");

        answer.complete(null);
        pass(Duration.ofSeconds(5));
        assertThat(broker.asked).containsExactly("+news", "-news");
    }
}
