package dev.freshet.engine.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A channel's stream as one would write it down from the protocol's description, with no thought
/// of speed: what the real one is compared with.
final class NaiveLog {
    record Entry(long offset, String data) {}

    record Answer(long offset, boolean suppressed) {}

    private record Key(long offset, Instant until) {}

    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Key> keys = new HashMap<>();
    private long top;
    private long version;
    private String versionEpoch = "";
    private String epoch = "";
    private boolean intruded;
    private Instant entriesUntil = Instant.MIN;
    private Instant positionUntil = Instant.MIN;

    Answer publish(String data, PublishOptions options, Instant now) {
        expire(now);
        var known = keys.get(options.idempotencyKey());
        if (known != null) {
            return new Answer(known.offset(), true);
        }
        boolean kept = options.history().isKept();
        if (kept && isOld(options)) {
            return new Answer(top, true);
        }
        intruded = !kept;
        if (kept) {
            append(data, options, now);
        }
        long offset = kept ? top : 0;
        if (!options.idempotencyKey().isEmpty()) {
            keys.put(options.idempotencyKey(), new Key(offset, now.plus(options.idempotencyTtl())));
        }
        return new Answer(offset, false);
    }

    private boolean isOld(PublishOptions options) {
        return options.version() > 0
                && options.version() <= version
                && (options.versionEpoch().isEmpty()
                        || options.versionEpoch().equals(versionEpoch));
    }

    private void append(String data, PublishOptions options, Instant now) {
        if (options.version() > 0) {
            version = options.version();
            versionEpoch = options.versionEpoch();
        }
        entries.add(new Entry(++top, data));
        while (entries.size() > options.history().size()) {
            entries.removeFirst();
        }
        entriesUntil = now.plus(options.history().ttl());
        positionUntil = now.plus(options.history().metaTtl());
    }

    List<Entry> read(HistoryQuery query, Instant now) {
        expire(now);
        positionUntil = now.plus(query.metaTtl());
        var found = new ArrayList<Entry>();
        var since = query.since();
        for (var entry : entries) {
            if (since == null
                    || (query.reverse()
                            ? entry.offset() < since.offset() && since.offset() <= top + 1
                            : entry.offset() > since.offset())) {
                found.add(entry);
            }
        }
        if (query.reverse()) {
            Collections.reverse(found);
        }
        return query.limit() < 0 ? found : found.subList(0, Math.min(query.limit(), found.size()));
    }

    void removeEntries() {
        entries.clear();
    }

    long topOffset() {
        return top;
    }

    /// The data of the newest entry, if subscribers got nothing after it.
    List<String> latest() {
        return entries.isEmpty() || intruded ? List.of() : List.of(entries.getLast().data());
    }

    /// The epoch is another one exactly when the position had expired.
    void checkEpoch(String actual) {
        if (!epoch.isEmpty()) {
            assertThat(actual).isEqualTo(epoch);
        }
        assertThat(actual).isNotEmpty();
        epoch = actual;
    }

    private void expire(Instant now) {
        keys.values().removeIf(key -> !key.until().isAfter(now));
        if (!entriesUntil.isAfter(now)) {
            entries.clear();
        }
        if (!positionUntil.isAfter(now)) {
            entries.clear();
            top = 0;
            version = 0;
            versionEpoch = "";
            epoch = "";
            positionUntil = Instant.MAX.minus(Duration.ofDays(1));
        }
    }
}
