package dev.freshet.engine.broker;

import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What a broker announced, in its order.
public final class Heard implements PublicationListener {
    private record Message(String channel, ChannelMessage content) {}

    private final LinkedBlockingQueue<Message> messages = new LinkedBlockingQueue<>();

    @Override
    public void onMessage(String channel, ChannelMessage message) {
        messages.add(new Message(channel, message));
    }

    /// The next message, which has to be in this channel; waits for it.
    ChannelMessage next(String channel) {
        try {
            var message = messages.poll(10, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("Nothing was announced in " + channel);
            }
            if (!message.channel().equals(channel)) {
                throw new AssertionError("Not announced in " + channel + " but: " + message);
            }
            return message.content();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Publication nextPublication(String channel) {
        if (next(channel) instanceof Publication publication) {
            return publication;
        }
        throw new AssertionError("A publication was expected");
    }

    /// The data of the next `count` messages.
    List<String> nextData(String channel, int count) {
        var data = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            data.add(nextPublication(channel).data().text());
        }
        return data;
    }
}
