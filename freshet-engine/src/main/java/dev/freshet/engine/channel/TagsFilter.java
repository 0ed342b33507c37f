package dev.freshet.engine.channel;

import dev.freshet.engine.protocol.FilterNode;
import java.util.Map;

/// Which publications a subscriber wants, by their tags (§16). It saves bandwidth; it is not access
/// control.
///
/// Immutable; any thread.
public final class TagsFilter {
    private final TagCondition root;

    private TagsFilter(TagCondition root) {
        this.root = root;
    }

    /// Checks and compiles what a client sent: at most 100 nodes, 32 levels and 100 values in a
    /// node.
    ///
    /// @throws InvalidFilterException when it is not well-formed, or too much
    public static TagsFilter of(FilterNode root) throws InvalidFilterException {
        return new TagsFilter(new TagsFilterCompiler().compile(root, "tf", 1));
    }

    public boolean matches(Map<String, String> tags) {
        return root.matches(tags);
    }
}
