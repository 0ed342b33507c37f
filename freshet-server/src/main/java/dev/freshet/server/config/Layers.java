package dev.freshet.server.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Everything that the sources assign, the strongest source winning: command line over environment
/// over file. Defaults are not in here.
final class Layers {
    private static final String CHANNELS = "GF_FRESHET_CHANNEL_";

    private final TreeMap<KeyName, Assigned> assigned = new TreeMap<>();
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final List<ConfigProblem> warnings = new ArrayList<>();

    Layers(List<IniEntry> entries, String fileName, ConfigSources sources) {
        for (var entry : entries) {
            var origin = new Origin.FileLine(fileName, entry.line());
            var earlier = assigned.put(entry.name(), new Assigned(entry.value(), origin));
            if (earlier != null) {
                warnings.add(
                        new ConfigProblem(
                                origin,
                                entry.name()
                                        + " was already set at "
                                        + earlier.origin().describe()
                                        + "; this line wins."));
            }
        }
        environment(sources.environment());
        for (var override : sources.overrides()) {
            assigned.put(
                    new KeyName(override.section(), override.key()),
                    new Assigned(override.value(), new Origin.CommandLine(override.option())));
        }
    }

    SequencedMap<KeyName, Assigned> assigned() {
        return Collections.unmodifiableSequencedMap(assigned);
    }

    @Nullable Assigned find(KeyName name) {
        return assigned.get(name);
    }

    List<ConfigProblem> problems() {
        return problems;
    }

    List<ConfigProblem> warnings() {
        return warnings;
    }

    /// The existing sections that begin with `prefix`, sorted.
    List<String> sections(String prefix) {
        return assigned.keySet().stream()
                .map(KeyName::section)
                .filter(section -> section.startsWith(prefix))
                .distinct()
                .toList();
    }

    private void environment(Map<String, String> environment) {
        Map<String, KeyName> names = null;
        for (var variable : new TreeMap<>(environment).entrySet()) {
            if (!variable.getKey().startsWith("GF_")) {
                continue;
            }
            if (names == null) {
                names = namesByVariable();
            }
            var origin = new Origin.Environment(variable.getKey());
            var fromFile = variable.getKey().endsWith("__FILE");
            var plain =
                    fromFile
                            ? variable.getKey().substring(0, variable.getKey().length() - 6)
                            : variable.getKey();
            var name = names.get(plain);
            if (name == null && plain.startsWith(CHANNELS)) {
                name = channelKey(plain);
            }
            if (name == null) {
                UnknownKeys.variable(origin, plain, names.keySet()).ifPresent(warnings::add);
                continue;
            }
            var text = fromFile ? "$__file{" + variable.getValue() + "}" : variable.getValue();
            assigned.put(name, new Assigned(text, origin));
        }
    }

    private Map<String, KeyName> namesByVariable() {
        var names = new HashMap<String, KeyName>();
        GrafanaKeys.all().forEach(name -> names.put(name.variable(), name));
        assigned.keySet().forEach(name -> names.put(name.variable(), name));
        for (var key : Keys.all()) {
            if (!key.isRepeated()) {
                names.put(key.name().variable(), key.name());
            }
        }
        return names;
    }

    /// The section's name is lost in capitals: one of the file's that looks alike, or in lower
    /// case.
    private @Nullable KeyName channelKey(String variable) {
        int end = variable.lastIndexOf('_');
        if (end <= CHANNELS.length()) {
            return null;
        }
        var section = variable.substring("GF_".length(), end);
        var key = variable.substring(end + 1).toLowerCase(java.util.Locale.ROOT);
        for (var existing : sections("freshet.channel.")) {
            if (KeyName.variablePart(existing).equals(section)) {
                return new KeyName(existing, key);
            }
        }
        var name = variable.substring(CHANNELS.length(), end).toLowerCase(java.util.Locale.ROOT);
        return new KeyName("freshet.channel." + name, key);
    }
}
