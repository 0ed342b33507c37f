package dev.freshet.server.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The values of path parameters, collected on the way down the tree.
final class PathValues {
    private final List<String> values = new ArrayList<>(2);

    void push(String value) {
        values.add(value);
    }

    /// Everything from `at` on, as one value with its slashes.
    void push(String[] segments, int at) {
        var rest = new StringBuilder(segments[at]);
        for (int i = at + 1; i < segments.length; i++) {
            rest.append('/').append(segments[i]);
        }
        values.add(rest.toString());
    }

    void pop() {
        values.removeLast();
    }

    Map<String, String> named(List<String> names) {
        var map = HashMap.<String, String>newHashMap(names.size());
        for (int i = 0; i < names.size(); i++) {
            map.put(names.get(i), values.get(i));
        }
        return map;
    }
}
