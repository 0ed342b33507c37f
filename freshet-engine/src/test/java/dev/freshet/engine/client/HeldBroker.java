package dev.freshet.engine.client;

import dev.freshet.engine.broker.Broker;
import dev.freshet.engine.broker.HistoryQuery;
import dev.freshet.engine.broker.MemoryBroker;
import dev.freshet.engine.broker.PublicationListener;
import dev.freshet.engine.broker.PublishOptions;
import dev.freshet.engine.broker.Published;
import dev.freshet.engine.broker.StreamPart;
import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.Publication;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A broker as behind a network that the test is in charge of: answers and announcements come when
/// it says so, fail, get lost or come twice. What is announced in a channel that nobody subscribed
/// to does not arrive.
final class HeldBroker implements Broker {
    private record Announcement(String channel, ChannelMessage message) {}

    final Door subscribes = new Door();
    final Door reads = new Door();
    final Door publishes = new Door();
    final Door announces = new Door();

    private final Set<String> heard = new HashSet<>();
    private final ArrayDeque<Announcement> announcements = new ArrayDeque<>();
    private boolean holds;
    private @Nullable MemoryBroker memory;
    private @Nullable PublicationListener listener;

    /// Takes the place of the loop's broker.
    HeldBroker(TestLoop loop) {
        loop.broker =
                itsListener -> {
                    listener = itsListener;
                    memory = loop.memoryBroker(this::announced);
                    return this;
                };
    }

    // ---- what the test does

    /// Announcements wait from now on.
    void holdAnnouncements() {
        holds = true;
    }

    /// Lets all announcements through, and what comes.
    void releaseAnnouncements() {
        holds = false;
        while (!announcements.isEmpty()) {
            arrive(announcements.removeFirst());
        }
    }

    /// Lets the oldest announcement through.
    void releaseOne() {
        arrive(announcements.removeFirst());
    }

    /// Lets the oldest announcement through once more than it should.
    void repeatOne() {
        arrive(announcements.getFirst());
    }

    /// Loses the oldest announcement.
    void loseOne() {
        announcements.removeFirst();
    }

    /// Makes something arrive that is in no stream.
    void forge(String channel, Publication publication) {
        arrive(new Announcement(channel, publication));
    }

    Set<String> heard() {
        return heard;
    }

    private void announced(String channel, ChannelMessage message) {
        var announcement = new Announcement(channel, message);
        if (holds) {
            announcements.addLast(announcement);
        } else {
            arrive(announcement);
        }
    }

    private void arrive(Announcement announcement) {
        if (listener != null && heard.contains(announcement.channel())) {
            listener.onMessage(announcement.channel(), announcement.message());
        }
    }

    private MemoryBroker memory() {
        if (memory == null) {
            throw new IllegalStateException("the loop has no node yet");
        }
        return memory;
    }

    // ---- what the node does

    @Override
    public CompletionStage<Published> publish(
            String channel, Publication publication, PublishOptions options) {
        return publishes.pass(() -> memory().publish(channel, publication, options));
    }

    @Override
    public CompletionStage<@Nullable Void> announce(String channel, ChannelMessage message) {
        return announces.pass(() -> memory().announce(channel, message));
    }

    @Override
    public CompletionStage<@Nullable Void> subscribe(String channel) {
        return subscribes.pass(() -> {
            heard.add(channel);
            return memory().subscribe(channel);
        });
    }

    @Override
    public CompletionStage<@Nullable Void> unsubscribe(String channel) {
        heard.remove(channel);
        return memory().unsubscribe(channel);
    }

    @Override
    public CompletionStage<StreamPart> history(String channel, HistoryQuery query) {
        return reads.pass(() -> memory().history(channel, query));
    }

    @Override
    public CompletionStage<@Nullable Void> removeHistory(String channel) {
        return memory().removeHistory(channel);
    }

    @Override
    public void close() {
        memory().close();
    }
}
