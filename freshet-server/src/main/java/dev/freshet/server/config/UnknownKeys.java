package dev.freshet.server.config;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Judges names that are not in the table: Grafana's own are fine, removed ones and misspelt ones
/// of ours stop the start, others may belong to a newer Grafana and are a warning.
final class UnknownKeys {
    private static final Set<String> IMAGE_VARIABLES =
            Set.of(
                    "GF_PATHS_HOME",
                    "GF_PATHS_CONFIG",
                    "GF_INSTALL_PLUGINS",
                    "GF_PREINSTALL_PLUGINS",
                    "GF_UID",
                    "GF_GID",
                    "GF_VERSION");

    private UnknownKeys() {}

    static void check(Layers layers, List<ConfigProblem> problems, List<ConfigProblem> warnings) {
        var own = new TreeSet<KeyName>();
        Keys.all().forEach(key -> own.add(key.name()));
        for (var entry : layers.assigned().entrySet()) {
            var name = entry.getKey();
            if (own.contains(template(name))) {
                continue;
            }
            var origin = entry.getValue().origin();
            var successor = Keys.REMOVED.get(name);
            if (successor != null) {
                problems.add(
                        new ConfigProblem(
                                origin, name + " no longer exists; write " + successor + "."));
            } else if (!GrafanaKeys.all().contains(name)
                    && !GrafanaKeys.isOpenSection(name.section())) {
                var problem = new ConfigProblem(origin, sentence(name, own));
                (isOurs(name) ? problems : warnings).add(problem);
            }
        }
    }

    static Optional<ConfigProblem> variable(
            Origin origin, String variable, Collection<String> known) {
        boolean ours = variable.startsWith("GF_FRESHET_");
        var nearest = NearestName.to(variable, known, ours ? variable.length() / 3 : 2);
        if (IMAGE_VARIABLES.contains(variable) || (nearest.isEmpty() && !ours)) {
            return Optional.empty();
        }
        return Optional.of(
                new ConfigProblem(
                        origin,
                        "No setting belongs to this variable"
                                + nearest.map(name -> "; did you mean " + name + "?").orElse(".")));
    }

    private static String sentence(KeyName name, Set<KeyName> own) {
        var known = Stream.concat(own.stream(), GrafanaKeys.all().stream()).toList();
        var inSection =
                known.stream()
                        .filter(other -> other.section().equals(template(name).section()))
                        .map(KeyName::key)
                        .toList();
        var nearestKey = NearestName.to(name.key(), inSection);
        if (nearestKey.isPresent()) {
            return name + " is not known; did you mean " + nearestKey.get() + "?";
        }
        var nearest =
                NearestName.to(name.toString(), known.stream().map(KeyName::toString).toList());
        return nearest.map(other -> name + " is not known; did you mean " + other + "?")
                .orElse(name + " is not known; freshet config docs lists the settings.");
    }

    private static boolean isOurs(KeyName name) {
        return name.section().equals("freshet") || name.section().startsWith("freshet.");
    }

    private static KeyName template(KeyName name) {
        boolean channel =
                name.section().startsWith("freshet.channel.")
                        && name.section().length() > "freshet.channel.".length();
        return channel ? new KeyName(Keys.CHANNEL_SECTION, name.key()) : name;
    }
}
