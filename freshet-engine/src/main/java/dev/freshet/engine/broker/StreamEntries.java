package dev.freshet.engine.broker;

import dev.freshet.engine.protocol.Publication;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The publications that are kept of one stream: consecutive offsets up to the newest, in a ring
/// where an offset names its slot, so that reading begins anywhere without a search.
///
/// Belongs to its [PublicationLog].
final class StreamEntries {
    /// About what objects and references take besides their bytes.
    private static final int OVERHEAD = 128;

    private static final Publication[] NO_SLOTS = {};

    private final HistoryBudget budget;
    private @Nullable Publication[] slots = NO_SLOTS;
    private long newestOffset;
    private int size;
    private long bytes;

    StreamEntries(HistoryBudget budget) {
        this.budget = budget;
    }

    int size() {
        return size;
    }

    /// About how many bytes are kept.
    long bytes() {
        return bytes;
    }

    @Nullable Publication newest() {
        return size == 0 ? null : at(newestOffset);
    }

    /// Adds the publication that follows the newest, or the first of all.
    void add(Publication publication) {
        if (size == slots.length) {
            grow();
        }
        newestOffset = publication.offset();
        size++;
        slots[slot(newestOffset)] = publication;
        account(bytesOf(publication));
    }

    private void grow() {
        var old = slots;
        int oldMask = old.length - 1;
        slots = new Publication[Math.max(4, old.length * 2)];
        for (long offset = oldestOffset(); offset <= newestOffset; offset++) {
            slots[slot(offset)] = old[(int) offset & oldMask];
        }
    }

    void removeOldest() {
        int slot = slot(oldestOffset());
        var removed = slots[slot];
        if (removed != null) {
            slots[slot] = null;
            size--;
            account(-bytesOf(removed));
        }
    }

    void clear() {
        slots = NO_SLOTS;
        size = 0;
        account(-bytes);
    }

    private void account(long change) {
        bytes += change;
        budget.add(change);
    }

    /// Up to `limit` with an offset greater than `offset`, the oldest first.
    List<Publication> after(long offset, int limit) {
        if (size == 0 || offset >= newestOffset) {
            return List.of();
        }
        long first = Math.max(offset + 1, oldestOffset());
        int count = (int) Math.min(newestOffset - first + 1, limit);
        var found = new ArrayList<Publication>(count);
        for (int i = 0; i < count; i++) {
            found.add(at(first + i));
        }
        return found;
    }

    /// Up to `limit` with an offset smaller than `offset`, the newest first.
    List<Publication> before(long offset, int limit) {
        long first = Math.min(offset - 1, newestOffset);
        if (size == 0 || first < oldestOffset()) {
            return List.of();
        }
        int count = (int) Math.min(first - oldestOffset() + 1, limit);
        var found = new ArrayList<Publication>(count);
        for (int i = 0; i < count; i++) {
            found.add(at(first - i));
        }
        return found;
    }

    private long oldestOffset() {
        return newestOffset - size + 1;
    }

    private Publication at(long offset) {
        var found = slots[slot(offset)];
        if (found == null) {
            throw new IllegalStateException("Offset " + offset + " is not kept");
        }
        return found;
    }

    private int slot(long offset) {
        return (int) offset & (slots.length - 1);
    }

    private static long bytesOf(Publication publication) {
        long tags = 0;
        for (var tag : publication.tags().entrySet()) {
            tags += tag.getKey().length() + tag.getValue().length();
        }
        return OVERHEAD + tags + publication.payloadBytes();
    }
}
