package dev.freshet.server.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Typed access to the layers; what is wrong is noted, and the default taken instead so that the
/// rest can be checked too.
final class Values {
    private static final int LONGEST_SHOWN = 60;

    private final Layers layers;
    private final Expansion expansion;
    private final Expansion defaultExpansion;
    private final List<ConfigProblem> problems;

    Values(Layers layers, Map<String, String> environment, List<ConfigProblem> problems) {
        this.layers = layers;
        this.problems = problems;
        var defaults = new HashMap<KeyName, String>();
        Keys.all().forEach(key -> defaults.put(key.name(), key.defaultText()));
        this.expansion =
                new Expansion(
                        name -> {
                            var assigned = layers.find(name);
                            return assigned != null ? assigned.text() : defaults.get(name);
                        },
                        environment);
        this.defaultExpansion = new Expansion(defaults::get, Map.of());
    }

    /// Reads nothing but defaults.
    static Values defaults() {
        var layers = new Layers(List.of(), "", ConfigSources.none());
        return new Values(layers, Map.of(), new ArrayList<>());
    }

    <T> T get(ConfigKey<T> key) {
        return get(key, key.section());
    }

    /// @param section the real one of a repeated key
    <T> T get(ConfigKey<T> key, String section) {
        var name = new KeyName(section, key.name().key());
        var assigned = layers.find(name);
        if (assigned == null) {
            return ofDefault(key);
        }
        String text;
        try {
            text = expansion.expand(name, assigned.text());
        } catch (IllegalArgumentException e) {
            problems.add(new ConfigProblem(assigned.origin(), name + ": " + e.getMessage()));
            return ofDefault(key);
        }
        if (text.isEmpty() && key.type().emptyIsDefault()) {
            return ofDefault(key);
        }
        try {
            return key.type().parse(text);
        } catch (IllegalArgumentException e) {
            reject(key, section, "is " + e.getMessage());
            return ofDefault(key);
        }
    }

    /// An optional path, null for none.
    @Nullable Path path(ConfigKey<String> key) {
        var text = get(key);
        try {
            return text.isEmpty() ? null : Path.of(text);
        } catch (InvalidPathException _) {
            reject(key, "is no path");
            return null;
        }
    }

    Path pathOrDefault(ConfigKey<String> key) {
        var path = path(key);
        return path != null ? path : Path.of(ofDefault(key));
    }

    /// Notes that the value of `key` cannot be used.
    ///
    /// @param fault completes the sentence, for example `is no web address`
    void reject(ConfigKey<?> key, String fault) {
        reject(key, key.section(), fault);
    }

    void reject(ConfigKey<?> key, String section, String fault) {
        var name = new KeyName(section, key.name().key());
        var assigned =
                Optional.ofNullable(layers.find(name))
                        .orElse(new Assigned(key.defaultText(), new Origin.Default()));
        problems.add(
                new ConfigProblem(
                        assigned.origin(), shown(key, name, assigned) + " " + fault + "."));
    }

    List<String> sections(String prefix) {
        return layers.sections(prefix);
    }

    /// Every key of a section that only somebody else knows, expanded.
    Map<String, String> raw(String section) {
        var keys = new TreeMap<String, String>();
        layers.assigned()
                .forEach((name, assigned) -> {
                    if (!name.section().equals(section)) {
                        return;
                    }
                    try {
                        keys.put(name.key(), expansion.expand(name, assigned.text()));
                    } catch (IllegalArgumentException e) {
                        problems.add(
                                new ConfigProblem(assigned.origin(), name + ": " + e.getMessage()));
                    }
                });
        return keys;
    }

    EffectiveSetting effective(ConfigKey<?> key, String section) {
        var name = new KeyName(section, key.name().key());
        var assigned = layers.find(name);
        var origin = assigned == null ? new Origin.Default() : assigned.origin();
        var text = expansion.expand(name, assigned == null ? key.defaultText() : assigned.text());
        if (text.isEmpty() && key.type().emptyIsDefault()) {
            text = key.defaultText();
        }
        return new EffectiveSetting(
                section,
                key.name().key(),
                key.isSecret() ? new Secret(text).toString() : text,
                origin);
    }

    private <T> T ofDefault(ConfigKey<T> key) {
        return key.type().parse(defaultText(key));
    }

    /// A key that the default refers to may be set to what cannot be expanded, which is noted
    /// there.
    private String defaultText(ConfigKey<?> key) {
        try {
            return expansion.replaceReferences(key.section(), key.defaultText());
        } catch (IllegalArgumentException _) {
            return defaultExpansion.replaceReferences(key.section(), key.defaultText());
        }
    }

    /// What the source says, before expansion, so that no secret of a file or variable shows up.
    private static String shown(ConfigKey<?> key, KeyName name, Assigned assigned) {
        if (key.isSecret()) {
            return name.toString();
        }
        var text = assigned.text().replace('\n', ' ');
        return name
                + " = "
                + (text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text);
    }
}
