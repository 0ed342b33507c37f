package dev.freshet.engine.transport;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The streams of this node whose commands come beside them, by session. Any thread.
public final class EmulationSessions {
    private final ConcurrentHashMap<String, StreamTransport> streams = new ConcurrentHashMap<>();

    void add(StreamTransport stream) {
        streams.put(stream.session(), stream);
    }

    void remove(StreamTransport stream) {
        streams.remove(stream.session(), stream);
    }

    @Nullable StreamTransport find(String session) {
        return streams.get(session);
    }

    /// How many there are.
    public int size() {
        return streams.size();
    }
}
