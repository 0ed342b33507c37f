package dev.freshet.engine.channel;

import dev.freshet.engine.protocol.FilterNode;
import java.util.ArrayList;
import java.util.List;

/// Checks a tags filter node by node while compiling it (§16); one object per filter.
final class TagsFilterCompiler {
    private static final int MAX_NODES = 100;
    private static final int MAX_LEVELS = 32;

    private int nodes;

    /// @param path where the node stands, for people
    /// @param level 1 for the root
    TagCondition compile(FilterNode node, String path, int level) throws InvalidFilterException {
        if (++nodes > MAX_NODES) {
            throw new InvalidFilterException(
                    "The tags filter has more than " + MAX_NODES + " nodes; use fewer.");
        }
        if (level > MAX_LEVELS) {
            throw InvalidFilterException.at(
                    path, "is deeper than " + MAX_LEVELS + " levels; nest less.");
        }
        return switch (node.op()) {
            case "" -> TagComparison.compile(node, path);
            case "and" -> new TagCondition.All(children(node, path, level));
            case "or" -> new TagCondition.Any(children(node, path, level));
            case "not" -> {
                var children = children(node, path, level);
                if (children.size() != 1) {
                    throw InvalidFilterException.at(
                            path,
                            "is a not of " + children.size() + " nodes; give it exactly one.");
                }
                yield new TagCondition.Not(children.getFirst());
            }
            default ->
                    throw InvalidFilterException.at(
                            path,
                            "has the op "
                                    + InvalidFilterException.shown(node.op())
                                    + "; use and, or, not, or none for a comparison.");
        };
    }

    private List<TagCondition> children(FilterNode node, String path, int level)
            throws InvalidFilterException {
        if (node.nodes().isEmpty()) {
            throw InvalidFilterException.at(
                    path, "is of the op " + node.op() + " without nodes; give it some.");
        }
        var children = new ArrayList<TagCondition>();
        for (var child : node.nodes()) {
            var childPath = path + ".nodes[" + children.size() + "]";
            children.add(compile(child, childPath, level + 1));
        }
        return List.copyOf(children);
    }
}
