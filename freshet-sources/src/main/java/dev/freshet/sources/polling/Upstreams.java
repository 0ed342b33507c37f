package dev.freshet.sources.polling;

import static java.util.stream.Collectors.toMap;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamContext;
import dev.freshet.sources.upstream.UpstreamCosts;
import dev.freshet.sources.upstream.UpstreamType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The data sources that are being used, each opened once for as long as its settings stay as they
/// are. Thread-safe.
final class Upstreams implements AutoCloseable {
    private final Map<String, UpstreamType> types;
    private final PollLimits limits;
    private final InstantSource clock;
    private final ConcurrentHashMap<Long, Opened> opened = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, UpstreamCosts> costs = new ConcurrentHashMap<>();

    /// When those that were removed had changed last, by number; numbers are not used again.
    private final Map<Long, Instant> removed = new HashMap<>();

    /// @param updated the settings' time
    record Opened(Instant updated, Upstream upstream) {}

    Upstreams(List<UpstreamType> types, PollLimits limits, InstantSource clock) {
        var byName = new HashMap<String, UpstreamType>();
        types.forEach(type -> type.names().forEach(name -> byName.put(name, type)));
        this.types = Map.copyOf(byName);
        this.limits = limits;
        this.clock = clock;
    }

    Set<String> typeNames() {
        return types.keySet();
    }

    /// @throws SourceException when the settings are wrong
    Upstream open(DataSource dataSource) throws SourceException {
        var known = opened.get(dataSource.id());
        return known != null && known.updated().equals(dataSource.updated())
                ? known.upstream()
                : openAnew(dataSource);
    }

    /// The one of before is closed by who is first, without having others wait.
    private Upstream openAnew(DataSource dataSource) throws SourceException {
        var replaced = new AtomicReference<@Nullable Upstream>();
        var upstream = opened(dataSource, replaced);
        close(replaced.get());
        return upstream;
    }

    private synchronized Upstream opened(
            DataSource dataSource, AtomicReference<@Nullable Upstream> replaced)
            throws SourceException {
        var known = opened.get(dataSource.id());
        if (known != null && !known.updated().isBefore(dataSource.updated())) {
            return known.upstream();
        }
        var last = removed.get(dataSource.id());
        if (last != null && !dataSource.updated().isAfter(last)) {
            throw new SourceException(
                    "Data source \"" + dataSource.name() + "\" was removed.", "Check the uid.");
        }
        var type = types.get(dataSource.type());
        if (type == null) {
            throw new SourceException(
                    "Data source \"" + dataSource.name() + "\" has another type now.",
                    "Subscribe again.");
        }
        var context =
                new UpstreamContext(
                        limits.timeout(),
                        limits.maxRows(),
                        limits.maxBytes(),
                        costs(dataSource.id()),
                        clock);
        var upstream = type.open(dataSource, context);
        opened.put(dataSource.id(), new Opened(dataSource.updated(), upstream));
        replaced.set(known == null ? null : known.upstream());
        return upstream;
    }

    UpstreamCosts costs(long dataSourceId) {
        return costs.computeIfAbsent(dataSourceId, _ -> new UpstreamCosts());
    }

    Map<Long, UpstreamCosts.Counts> counts() {
        return costs.entrySet().stream()
                .collect(toMap(Map.Entry::getKey, each -> each.getValue().counts()));
    }

    /// Closes it. Who had looked it up before does not open it again: nobody would close that.
    void forget(DataSource gone) {
        @Nullable Opened known;
        synchronized (this) {
            removed.put(gone.id(), gone.updated());
            known = opened.remove(gone.id());
            costs.remove(gone.id());
        }
        close(known == null ? null : known.upstream());
    }

    private static void close(@Nullable Upstream upstream) {
        if (upstream != null) {
            upstream.close();
        }
    }

    @Override
    public synchronized void close() {
        opened.values().forEach(each -> each.upstream().close());
        opened.clear();
    }
}
