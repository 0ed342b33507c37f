package dev.freshet.plugins;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Searches directories for `plugin.json`, follows symbolic links, and decides what may run.
///
/// For one thread and one search.
final class PluginScan {
    private static final Logger log = LoggerFactory.getLogger(PluginScan.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_PLUGIN_JSON_BYTES = 4 * 1024 * 1024;

    private static final Pattern VERSION =
            Pattern.compile("(\\d{1,6})(?:\\.(\\d{1,6}))?(?:\\.(\\d{1,6}))?");
    private static final Pattern LEAST_VERSION =
            Pattern.compile("\\s*(?:>=|\\^|~)\\s*" + VERSION.pattern());

    private final PluginHostOptions options;
    private final Set<Path> visited = new HashSet<>();
    private final Map<String, Path> byId = new HashMap<>();
    private final List<FoundPlugin> found = new ArrayList<>();

    PluginScan(PluginHostOptions options) {
        this.options = options;
    }

    List<FoundPlugin> search() {
        for (Path directory : options.directories()) {
            if (Files.isDirectory(directory)) {
                searchBelow(directory, null);
            } else {
                log.debug("No plugins in {}: there is no such directory", directory);
            }
        }
        return List.copyOf(found);
    }

    private void searchBelow(Path parent, @Nullable PluginManifest inherited) {
        List<Path> children;
        try (var listed = Files.list(parent)) {
            children = listed.filter(PluginScan::mayHoldPlugins).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            log.warn("Cannot look for plugins in {}: {}", parent, e.toString());
            return;
        }
        children.forEach(child -> search(child, inherited));
    }

    private void search(Path directory, @Nullable PluginManifest inherited) {
        // A source checkout keeps a second plugin.json beside what was built from it.
        Path dist = directory.resolve("dist");
        Path built = Files.isDirectory(dist) ? dist : directory;
        try {
            if (!visited.add(built.toRealPath())) {
                return;
            }
        } catch (IOException e) {
            log.warn("Cannot look for plugins in {}: {}", built, e.toString());
            return;
        }
        PluginManifest manifest = inherited;
        if (Files.isRegularFile(built.resolve("plugin.json"))) {
            manifest = PluginManifest.of(built, inherited);
            found.add(judged(built, manifest));
        }
        searchBelow(built, manifest);
    }

    private static boolean mayHoldPlugins(Path path) {
        String name = path.getFileName().toString();
        return Files.isDirectory(path) && !name.startsWith(".") && !name.equals("node_modules");
    }

    private FoundPlugin judged(Path directory, PluginManifest manifest) {
        JsonNode json;
        try {
            json = pluginJson(directory);
        } catch (IOException | JacksonException e) {
            return invalid(directory, reason(e));
        }
        String id = json.path("id").asString("");
        if (id.isEmpty()) {
            return invalid(directory, "it has no id");
        }
        String version = json.path("info").path("version").asString("");
        PluginManifest.Verdict verdict = manifest.judge(id, version);
        PluginState state = PluginState.NOT_STARTED;
        Refusal refusal = null;
        Path first = byId.putIfAbsent(id, directory);
        if (first != null) {
            state = PluginState.DUPLICATE;
            refusal =
                    new Refusal(
                            "Plugin \"%s\" in %s is skipped: %s has the same id and was found first"
                                    .formatted(id, directory, first),
                            "Remove one of the two");
            log.warn("{}", refusal.text());
        } else if (!json.path("backend").asBoolean(false)) {
            state = PluginState.NO_BACKEND;
            refusal =
                    new Refusal(
                            "Plugin \"%s\" has no backend program (its plugin.json does not say \"backend\": true), so it cannot stream"
                                    .formatted(id),
                            "Use a data source whose plugin has one");
        } else {
            refusal = notAllowed(id, verdict);
            if (refusal != null) {
                state = PluginState.NOT_ALLOWED;
                log.warn("{}", refusal.text());
            }
        }
        if (state == PluginState.NOT_STARTED) {
            tellWantedGrafana(id, json.path("dependencies").path("grafanaDependency").asString(""));
        }
        return new FoundPlugin(
                id,
                json.path("name").asString(id),
                json.path("type").asString(""),
                version,
                directory,
                json.path("executable").asString(""),
                verdict.state(),
                state,
                refusal);
    }

    /// Plugins wanting a newer Grafana mostly work as far as streams go: told, not refused.
    private void tellWantedGrafana(String id, String range) {
        var least = LEAST_VERSION.matcher(range);
        var here = VERSION.matcher(options.grafanaVersion());
        if (least.lookingAt() && here.lookingAt() && isLess(here, least)) {
            log.warn(
                    "Plugin \"{}\" wants Grafana {}, this server stands for {}: parts of it may not"
                            + " work",
                    id,
                    Texts.clipped(range, 60),
                    options.grafanaVersion());
        }
    }

    private static boolean isLess(Matcher one, Matcher other) {
        for (int group = 1; group <= 3; group++) {
            int compared = Integer.compare(number(one, group), number(other, group));
            if (compared != 0) {
                return compared < 0;
            }
        }
        return false;
    }

    private static int number(Matcher version, int group) {
        String digits = version.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static JsonNode pluginJson(Path directory) throws IOException {
        Path file = directory.resolve("plugin.json");
        if (Files.size(file) > MAX_PLUGIN_JSON_BYTES) {
            throw new IOException("it is larger than " + MAX_PLUGIN_JSON_BYTES + " bytes");
        }
        return JSON.readTree(Files.readAllBytes(file));
    }

    private static String reason(Exception e) {
        return e instanceof JacksonException json
                ? "it is not JSON: " + json.getOriginalMessage()
                : e.toString();
    }

    private static FoundPlugin invalid(Path directory, String why) {
        Refusal refusal =
                new Refusal(
                        "The plugin in %s is skipped, because its plugin.json cannot be used: %s"
                                .formatted(directory, why),
                        "Install the plugin again");
        log.warn("{}", refusal.text());
        String name = directory.getFileName().toString();
        return new FoundPlugin(
                name,
                name,
                "",
                "",
                directory,
                "",
                SignatureState.UNSIGNED,
                PluginState.INVALID,
                refusal);
    }

    private @Nullable Refusal notAllowed(String id, PluginManifest.Verdict verdict) {
        boolean allowed = options.developmentMode() || options.allowUnsigned().contains(id);
        return switch (verdict.state()) {
            case MODIFIED ->
                    new Refusal(
                            "Plugin \"%s\" is not what was signed: %s"
                                    .formatted(id, verdict.detail()),
                            "Install it again; a plugin you change yourself must not have a"
                                    + " MANIFEST.txt");
            case INVALID ->
                    new Refusal(
                            "Plugin \"%s\" has a MANIFEST.txt that cannot be used: %s"
                                    .formatted(id, verdict.detail()),
                            "Install it again");
            case UNSIGNED ->
                    allowed
                            ? null
                            : new Refusal(
                                    "Plugin \"%s\" is not signed, and such plugins run only when they are named"
                                            .formatted(id),
                                    allowHint(id));
            case UNVERIFIED ->
                    allowed
                            ? null
                            : new Refusal(
                                    "Plugin \"%s\" is as its MANIFEST.txt says, but Freshet cannot check the signature under it, and such plugins run only when they are named"
                                            .formatted(id),
                                    allowHint(id));
        };
    }

    private static String allowHint(String id) {
        return "If you trust it, add %s to allow_loading_unsigned_plugins in section [plugins]"
                .formatted(id);
    }
}
