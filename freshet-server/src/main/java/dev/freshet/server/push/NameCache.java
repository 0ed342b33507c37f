package dev.freshet.server.push;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Remembers field names from body to body, so that an agent's flush every ten seconds makes no new
/// strings.
///
/// Shared by all threads without a lock: names are immutable, each slot is one reference, and a
/// lost write costs a string. Bounded: 4096 names of at most 64 bytes, the newest in its slot
/// stays.
final class NameCache {
    private static final int SLOTS = 4096;
    private static final int MAX_BYTES = 64;

    private final @Nullable Name[] slots = new Name[SLOTS];

    /// The name of a field in the line.
    Name fieldName(ParsedLine line, int field) {
        int from = line.keyStart(field);
        int to = line.keyEnd(field);
        int hash = line.keyHash(field);
        int slot = ByteTable.spread(hash) & (SLOTS - 1);
        Name known = slots[slot];
        if (known != null
                && known.hash() == hash
                && Arrays.equals(known.raw(), 0, known.raw().length, line.body, from, to)) {
            return known;
        }
        Name name = new Name(Arrays.copyOfRange(line.body, from, to), hash, line.fieldName(field));
        if (to - from <= MAX_BYTES) {
            slots[slot] = name;
        }
        return name;
    }
}
