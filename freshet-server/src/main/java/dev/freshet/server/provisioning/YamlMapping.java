package dev.freshet.server.provisioning;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Follows merge keys, `<<: *other`, which YAML 1.2 has no more and Grafana's files may have.
final class YamlMapping {
    private static final int DEEPEST = 20;

    private YamlMapping() {}

    /// The mapping's own keys, then those of merged mappings that it does not have itself.
    ///
    /// @throws IllegalArgumentException with the end of a sentence when what is merged is no
    ///   mapping, or itself
    static List<NodeTuple> entries(MappingNode mapping) {
        return entries(mapping, 0);
    }

    private static List<NodeTuple> entries(MappingNode mapping, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("is merged with itself.");
        }
        var entries = new ArrayList<NodeTuple>();
        var merged = new ArrayList<Node>();
        for (var tuple : mapping.getValue()) {
            if (isMerge(tuple.getKeyNode())) {
                merged.add(tuple.getValueNode());
            } else {
                entries.add(tuple);
            }
        }
        for (var node : merged) {
            merge(node, entries, depth);
        }
        return entries;
    }

    private static void merge(Node node, List<NodeTuple> entries, int depth) {
        switch (node) {
            case MappingNode mapping -> {
                var names = names(entries);
                entries(mapping, depth + 1).stream()
                        .filter(tuple -> !names.contains(name(tuple)))
                        .forEach(entries::add);
            }
            case SequenceNode sequence ->
                    sequence.getValue().forEach(each -> merge(each, entries, depth + 1));
            default -> throw new IllegalArgumentException("is merged with what is no mapping.");
        }
    }

    private static boolean isMerge(Node key) {
        return key instanceof ScalarNode scalar
                && scalar.isPlain()
                && scalar.getValue().equals("<<");
    }

    private static Set<String> names(List<NodeTuple> entries) {
        var names = new HashSet<String>();
        entries.forEach(tuple -> names.add(name(tuple)));
        return names;
    }

    private static String name(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}
