package dev.freshet.engine.broker;

import dev.freshet.engine.protocol.StreamPosition;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Which idempotency keys were used in a channel, and what was answered (§11).
///
/// Belongs to its [PublicationLog].
final class IdempotencyKeys {
    private record Remembered(String key, StreamPosition position, long until) {
        /// About what it takes in both collections.
        long bytes() {
            return 160L + key.length();
        }
    }

    /// By the difference: readings of the clock may pass from the greatest to the smallest number.
    private static final Comparator<Remembered> SOONEST_FIRST =
            (one, other) -> Long.compare(one.until() - other.until(), 0);

    private final HistoryBudget budget;
    private final Map<String, Remembered> byKey = new HashMap<>();
    private final PriorityQueue<Remembered> bySoonest = new PriorityQueue<>(1, SOONEST_FIRST);
    private long bytes;

    IdempotencyKeys(HistoryBudget budget) {
        this.budget = budget;
    }

    int size() {
        return byKey.size();
    }

    /// About how many bytes are kept.
    long bytes() {
        return bytes;
    }

    /// The position that was answered, null for a key that is not known.
    @Nullable StreamPosition find(String key) {
        var found = byKey.get(key);
        return found == null ? null : found.position();
    }

    /// Remembers a key that is not known.
    void remember(String key, StreamPosition position, long until) {
        var remembered = new Remembered(key, position, until);
        byKey.put(key, remembered);
        bySoonest.add(remembered);
        account(remembered.bytes());
    }

    void forgetExpired(long now) {
        for (var first = bySoonest.peek();
                first != null && first.until() - now <= 0;
                first = bySoonest.peek()) {
            forgetSoonest();
        }
    }

    /// Forgets the key that would expire first.
    void forgetSoonest() {
        var first = bySoonest.poll();
        if (first != null) {
            byKey.remove(first.key());
            account(-first.bytes());
        }
    }

    /// When the first one expires; only of use while there is one.
    long nextExpiry() {
        var first = bySoonest.peek();
        return first == null ? 0 : first.until();
    }

    private void account(long change) {
        bytes += change;
        budget.add(change);
    }
}
