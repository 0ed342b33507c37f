package dev.freshet.sources.sql;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// The channels of one database that are being listened to. Thread-safe.
final class NewsListeners implements AutoCloseable {
    /// Each has a connection of its own, besides those for queries.
    static final int MOST = 20;

    private final SqlSettings settings;
    private final Connector connector;
    private final ConcurrentMap<String, NewsListener> byChannel = new ConcurrentHashMap<>();

    NewsListeners(SqlSettings settings, Connector connector) {
        this.settings = settings;
        this.connector = connector;
    }

    /// The listener of a channel, which listens as long as somebody waits now and then; null when
    /// there are too many of other channels.
    @Nullable NewsListener of(String channel) {
        var known = byChannel.get(channel);
        return known == null ? another(channel) : known;
    }

    private synchronized @Nullable NewsListener another(String channel) {
        byChannel.values().removeIf(NewsListener::isIdle);
        return byChannel.size() < MOST || byChannel.containsKey(channel)
                ? byChannel.computeIfAbsent(
                        channel, name -> new NewsListener(settings, connector, name))
                : null;
    }

    @Override
    public void close() {
        byChannel.values().forEach(NewsListener::close);
    }
}
