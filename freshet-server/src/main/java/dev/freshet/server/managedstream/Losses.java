package dev.freshet.server.managedstream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Adds up the values that a stream could not keep. Names at most so many fields; the rest counts
/// as `…`. Not thread-safe.
final class Losses {
    private static final int NAMED = 50;
    private static final String OTHERS = "…";

    private final Map<Key, Long> values = new LinkedHashMap<>();

    void add(FieldLoss loss) {
        Key key = new Key(loss.field(), loss.reason());
        boolean named = values.containsKey(key) || values.size() < NAMED;
        values.merge(named ? key : new Key(OTHERS, loss.reason()), loss.values(), Long::sum);
    }

    List<FieldLoss> toList() {
        List<FieldLoss> list = new ArrayList<>(values.size());
        values.forEach((key, count) -> list.add(new FieldLoss(key.field, key.reason, count)));
        return list;
    }

    private record Key(String field, FieldLoss.Reason reason) {}
}
