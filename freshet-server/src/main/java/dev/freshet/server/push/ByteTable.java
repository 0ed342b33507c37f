package dev.freshet.server.push;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Finds entries by a name as it stands in the body, without making a String of it.
///
/// Open addressing, kept at most half full. Entries are never removed.
final class ByteTable<E extends ByteTable.Entry> {
    /// What is found by its name.
    abstract static class Entry {
        private final byte[] key;
        private final int hash;

        Entry(Name name) {
            this.key = name.raw();
            this.hash = name.hash();
        }
    }

    private @Nullable Entry[] slots;
    private int size;

    /// @param capacity a power of two, twice the expected size
    ByteTable(int capacity) {
        slots = new Entry[capacity];
    }

    @SuppressWarnings("unchecked") // only entries of this type are put
    @Nullable E find(byte[] bytes, int from, int to, int hash) {
        int mask = slots.length - 1;
        for (int i = spread(hash) & mask; ; i = (i + 1) & mask) {
            Entry entry = slots[i];
            if (entry == null) {
                return null;
            }
            if (entry.hash == hash
                    && Arrays.equals(entry.key, 0, entry.key.length, bytes, from, to)) {
                return (E) entry;
            }
        }
    }

    void put(E entry) {
        if (2 * ++size > slots.length) {
            @Nullable Entry[] old = slots;
            slots = new Entry[2 * old.length];
            for (Entry each : old) {
                if (each != null) {
                    insert(each);
                }
            }
        }
        insert(entry);
    }

    /// A hash as [LineParser] makes it while it reads a name.
    static int hash(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + bytes[i];
        }
        return hash;
    }

    private void insert(Entry entry) {
        int mask = slots.length - 1;
        int i = spread(entry.hash) & mask;
        while (slots[i] != null) {
            i = (i + 1) & mask;
        }
        slots[i] = entry;
    }

    /// Mixes the bits of a hash, so that the low ones will do.
    static int spread(int hash) {
        return (hash * 0x9E3779B9) >>> 8;
    }
}
