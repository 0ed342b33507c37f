package dev.freshet.server.socket;

import dev.freshet.engine.Engine;
import dev.freshet.server.pluginstream.StreamAudience;

/// The engine's subscribers, for the runner of streams. Any thread.
public final class EngineAudience implements StreamAudience {
    private final Engine engine;

    public EngineAudience(Engine engine) {
        this.engine = engine;
    }

    @Override
    public int subscribers(String channel) {
        return engine.node().hub().subscriberCount(channel);
    }

    @Override
    public void unsubscribe(String channel, int code, String reason) {
        engine.forEachClient(client ->
                client.forEachSubscription(subscription -> {
                    if (subscription.channel().equals(channel)) {
                        client.unsubscribe(subscription.spelling(), code, reason);
                    }
                }));
    }
}
