package dev.freshet.engine.node;

import dev.freshet.engine.broker.Broker;
import dev.freshet.engine.broker.HistoryQuery;
import dev.freshet.engine.broker.PublishOptions;
import dev.freshet.engine.broker.Published;
import dev.freshet.engine.broker.StreamPart;
import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.Publication;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A broker that notes whom it is asked to hear, and answers as the test has laid out, at once when
/// nothing is laid out.
final class RemoteBroker implements Broker {
    final List<String> asked = new ArrayList<>();
    final ArrayDeque<CompletionStage<@Nullable Void>> answers = new ArrayDeque<>();

    @Override
    public CompletionStage<@Nullable Void> subscribe(String channel) {
        return answer("+" + channel);
    }

    @Override
    public CompletionStage<@Nullable Void> unsubscribe(String channel) {
        return answer("-" + channel);
    }

    private CompletionStage<@Nullable Void> answer(String question) {
        asked.add(question);
        var laidOut = answers.poll();
        return laidOut == null ? CompletableFuture.completedStage(null) : laidOut;
    }

    static CompletionStage<@Nullable Void> failure() {
        return CompletableFuture.failedStage(new IllegalStateException("says the test"));
    }

    @Override
    public CompletionStage<Published> publish(
            String channel, Publication publication, PublishOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<@Nullable Void> announce(String channel, ChannelMessage message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<StreamPart> history(String channel, HistoryQuery query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<@Nullable Void> removeHistory(String channel) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
