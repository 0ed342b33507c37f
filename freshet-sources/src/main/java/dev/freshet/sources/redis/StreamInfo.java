package dev.freshet.sources.redis;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `XINFO STREAM` tells about a stream, since Redis 7.
///
/// @param last the newest id that it ever had
/// @param first the oldest entry that is left, null when none is
/// @param added how many entries it ever got
/// @param length how many are left
record StreamInfo(EntryId last, @Nullable EntryId first, long added, long length) {
    /// Reads names and values in turn; null when one is missing.
    static @Nullable StreamInfo of(List<Object> answer) {
        var last = value(answer, "last-generated-id");
        if (!(last instanceof String lastId)
                || !(value(answer, "entries-added") instanceof Long added)
                || !(value(answer, "length") instanceof Long length)) {
            return null;
        }
        var first =
                value(answer, "first-entry") instanceof List<?> entry
                                && !entry.isEmpty()
                                && entry.getFirst() instanceof String id
                        ? EntryId.of(id)
                        : null;
        return new StreamInfo(EntryId.of(lastId), first, added, length);
    }

    private static @Nullable Object value(List<Object> answer, String name) {
        for (int i = 0; i + 1 < answer.size(); i += 2) {
            if (name.equals(answer.get(i))) {
                return answer.get(i + 1);
            }
        }
        return null;
    }
}
