package dev.freshet.server.provisioning;

import dev.freshet.server.config.NearestName;
import dev.freshet.server.provisioning.Faults.Place;
import dev.freshet.source.RawJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// One mapping of a provisioning file, read key by key: what is wrong is noted with its line, and a
/// default taken instead so that the rest can be checked too.
///
/// A key that was never asked for is unknown; [#finish] says so. Owned by one thread.
final class Section {
    private final String file;
    private final String path;
    private final Faults faults;
    private final Interpolation interpolation;
    private final Place place;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final TreeSet<String> known = new TreeSet<>();

    Section(String file, MappingNode node, Faults faults, Interpolation interpolation) {
        this(file, "", node, faults, interpolation);
    }

    private Section(
            String file,
            String path,
            MappingNode node,
            Faults faults,
            Interpolation interpolation) {
        this.file = file;
        this.path = path;
        this.faults = faults;
        this.interpolation = interpolation;
        this.place = YamlFile.place(file, node);
        try {
            for (var tuple : YamlMapping.entries(node)) {
                put(tuple.getKeyNode(), tuple.getValueNode());
            }
        } catch (IllegalArgumentException e) {
            faults.problem(place, path + "<< " + e.getMessage());
        }
    }

    private void put(Node key, Node value) {
        var at = YamlFile.place(file, key);
        if (!(key instanceof ScalarNode scalar)) {
            faults.problem(at, "A key is no text.");
            return;
        }
        if (values.putIfAbsent(scalar.getValue(), value) != null) {
            faults.problem(at, path + scalar.getValue() + " stands here twice.");
        }
        places.putIfAbsent(scalar.getValue(), at);
    }

    /// Where the mapping begins.
    Place place() {
        return place;
    }

    /// Where the key stands, the mapping's beginning when it does not.
    Place place(String key) {
        return places.getOrDefault(key, place);
    }

    boolean has(String key) {
        known.add(key);
        return values.containsKey(key);
    }

    /// Notes that something is wrong with the value of `key`.
    void problem(String key, String fault) {
        faults.problem(place(key), path + key + " " + fault);
    }

    void warning(String key, String fault) {
        faults.warning(place(key), path + key + " " + fault);
    }

    /// The expanded text, empty when there is none.
    String text(String key) {
        return scalar(key).map(node -> expanded(key, node.getValue(), false)).orElse("");
    }

    /// A text that must be there.
    String required(String key) {
        var text = text(key).strip();
        boolean isOneValue = value(key) == null || value(key) instanceof ScalarNode;
        if (text.isEmpty() && isOneValue) {
            faults.problem(
                    place(key),
                    path + key + (values.containsKey(key) ? " is empty." : " is missing."));
        }
        return text;
    }

    boolean flag(String key) {
        var text = text(key).strip();
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "", "false", "no", "off", "n", "0" -> false;
            case "true", "yes", "on", "y", "1" -> true;
            default -> {
                problem(key, "is \"" + shown(text) + "\", which is neither true nor false.");
                yield false;
            }
        };
    }

    /// A whole number, `missing` when there is none.
    long number(String key, long missing) {
        var text = text(key).strip();
        try {
            return text.isEmpty() ? missing : Long.parseLong(text);
        } catch (NumberFormatException _) {
            problem(key, "is \"" + shown(text) + "\", which is not a whole number.");
            return missing;
        }
    }

    /// The mappings of a list.
    List<Section> sections(String key) {
        var sections = new ArrayList<Section>();
        if (value(key) instanceof SequenceNode list) {
            for (int i = 0; i < list.getValue().size(); i++) {
                var node = list.getValue().get(i);
                var name = path + key + "[" + i + "]";
                if (node instanceof MappingNode mapping) {
                    sections.add(new Section(file, name + ".", mapping, faults, interpolation));
                } else {
                    faults.problem(
                            YamlFile.place(file, node), name + " is no mapping of keys to values.");
                }
            }
        } else if (value(key) != null) {
            problem(key, "is no list.");
        }
        return sections;
    }

    /// What `parse` makes of the text; `missing` when there is none, or when it throws an
    /// [IllegalArgumentException], whose message completes *key …*.
    <T> T parsed(String key, T missing, Function<String, T> parse) {
        var text = text(key).strip();
        try {
            return text.isEmpty() ? missing : parse.apply(text);
        } catch (IllegalArgumentException e) {
            problem(key, String.valueOf(e.getMessage()));
            return missing;
        }
    }

    /// A free mapping as one JSON object, `{}` when there is none.
    RawJson json(String key) {
        return json(key, text -> expanded(key, text, false));
    }

    /// A free mapping that must be there, as one JSON object: its texts are not expanded.
    RawJson verbatim(String key) {
        if (value(key) == null) {
            problem(
                    key,
                    (values.containsKey(key) ? "is empty" : "is missing")
                            + "; write a mapping of keys to values.");
        }
        return json(key, text -> text);
    }

    private RawJson json(String key, UnaryOperator<String> expand) {
        var node = mapping(key);
        try {
            if (node != null) {
                return new YamlJson(expand).write(node);
            }
        } catch (IllegalArgumentException e) {
            problem(key, String.valueOf(e.getMessage()));
        }
        return RawJson.of("{}");
    }

    /// A mapping of texts that nobody may see.
    Map<String, String> secrets(String key) {
        var node = mapping(key);
        if (node == null) {
            return Map.of();
        }
        var section = new Section(file, path + key + ".", node, faults, interpolation);
        var secrets = new TreeMap<String, String>();
        for (var name : section.values.keySet()) {
            section.scalar(name)
                    .ifPresent(scalar ->
                            secrets.put(name, section.expanded(name, scalar.getValue(), true)));
        }
        return secrets;
    }

    /// Keys that mean something elsewhere and nothing here.
    void ignore(String... keys) {
        known.addAll(List.of(keys));
    }

    /// Warns of keys that were not asked for.
    void finish() {
        for (var key : values.keySet()) {
            if (!known.contains(key)) {
                warning(
                        key,
                        "is not known"
                                + NearestName.to(key, known)
                                        .map(name -> "; did you mean " + name + "?")
                                        .orElse(" and does nothing."));
            }
        }
    }

    private @Nullable Node value(String key) {
        known.add(key);
        var node = values.get(key);
        return node != null && node.getTag().equals(Tag.NULL) ? null : node;
    }

    private Optional<ScalarNode> scalar(String key) {
        var node = value(key);
        if (node != null && !(node instanceof ScalarNode)) {
            problem(key, "is a list or a mapping; it has to be one value.");
        }
        return node instanceof ScalarNode scalar ? Optional.of(scalar) : Optional.empty();
    }

    private @Nullable MappingNode mapping(String key) {
        var node = value(key);
        if (node != null && !(node instanceof MappingNode)) {
            problem(key, "is no mapping of keys to values.");
        }
        return node instanceof MappingNode mapping ? mapping : null;
    }

    private String expanded(String key, String text, boolean secret) {
        try {
            return interpolation.expand(
                    text, secret, sentence -> warning(key, "is not as written: " + sentence + "."));
        } catch (IllegalArgumentException e) {
            problem(key, "cannot be made: " + e.getMessage());
            return "";
        }
    }

    private static String shown(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }
}
