package dev.freshet.sources.sql;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The channels of one database that are being listened to. Thread-safe.
final class NewsListeners implements AutoCloseable {
    private final SqlSettings settings;
    private final Connector connector;
    private final ConcurrentMap<String, NewsListener> byChannel = new ConcurrentHashMap<>();

    NewsListeners(SqlSettings settings, Connector connector) {
        this.settings = settings;
        this.connector = connector;
    }

    /// The listener of a channel, which listens as long as somebody waits now and then.
    NewsListener of(String channel) {
        return byChannel.computeIfAbsent(
                channel, name -> new NewsListener(settings, connector, name));
    }

    @Override
    public void close() {
        byChannel.values().forEach(NewsListener::close);
    }
}
