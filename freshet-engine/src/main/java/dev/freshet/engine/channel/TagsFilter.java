package dev.freshet.engine.channel;

import dev.freshet.engine.protocol.FilterNode;
import java.util.Map;

/// tmp
public final class TagsFilter {
    public static TagsFilter of(FilterNode root) throws InvalidFilterException {
        if (root.op().isEmpty()) {
            throw new InvalidFilterException("tmp");
        }
        return new TagsFilter();
    }

    /// tmp
    public boolean matches(Map<String, String> tags) {
        return true;
    }
}
