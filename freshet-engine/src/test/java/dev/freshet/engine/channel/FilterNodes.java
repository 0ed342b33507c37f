package dev.freshet.engine.channel;

import dev.freshet.engine.protocol.FilterNode;
import java.util.List;

/// Filters as clients write them.
final class FilterNodes {
    private FilterNodes() {}

    static FilterNode leaf(String key, String cmp, String val) {
        return new FilterNode("", key, cmp, val, List.of(), List.of());
    }

    static FilterNode leaf(String key, String cmp, List<String> vals) {
        return new FilterNode("", key, cmp, "", vals, List.of());
    }

    static FilterNode op(String op, FilterNode... nodes) {
        return new FilterNode(op, "", "", "", List.of(), List.of(nodes));
    }
}
