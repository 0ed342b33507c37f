package dev.freshet.server.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns sources into settings: read, merge, expand, check.
public final class SettingsLoader {
    private static final int LARGEST_FILE = 1 << 20;

    private SettingsLoader() {}

    /// Reads and checks everything.
    ///
    /// @throws InvalidConfig with all that is wrong
    public static LoadedConfig load(ConfigSources sources) throws InvalidConfig {
        var file = read(sources.file());
        var problems = new ArrayList<>(file.problems());
        var warnings = new ArrayList<>(file.warnings());
        var layers = new Layers(file.entries(), file.name(), sources);
        problems.addAll(layers.problems());
        warnings.addAll(layers.warnings());
        UnknownKeys.check(layers, problems, warnings);
        var values = new Values(layers, sources.environment(), problems);
        var settings = Settings.from(values);
        if (!problems.isEmpty()) {
            throw new InvalidConfig(problems.stream().distinct().toList());
        }
        settings.live().allowedOrigins().stream()
                .filter(SettingsLoader::matchesNoOrigin)
                .map(entry ->
                        new ConfigProblem(
                                values.effective(
                                                Keys.ALLOWED_ORIGINS,
                                                Keys.ALLOWED_ORIGINS.section())
                                        .origin(),
                                "[live] allowed_origins: \""
                                        + entry
                                        + "\" is the origin of no page, because it has no scheme;"
                                        + " write https://"
                                        + entry
                                        + "."))
                .forEach(warnings::add);
        return new LoadedConfig(settings, effective(values), warnings);
    }

    /// A pattern with a wildcard may stand for the scheme too.
    private static boolean matchesNoOrigin(String entry) {
        return !entry.isBlank() && entry.matches("[A-Za-z0-9.:-]+");
    }

    private static List<EffectiveSetting> effective(Values values) {
        var settings = new ArrayList<EffectiveSetting>();
        for (var key : Keys.all()) {
            if (!key.isRepeated()) {
                settings.add(values.effective(key, key.section()));
                continue;
            }
            var prefix = key.section().substring(0, key.section().indexOf('<'));
            for (var section : values.sections(prefix)) {
                settings.add(values.effective(key, section));
            }
        }
        return settings;
    }

    private static IniFile read(@Nullable Path file) throws InvalidConfig {
        if (file == null) {
            return IniFile.parse("", "");
        }
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                throw unreadable(file, "it is over 1 MiB");
            }
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return IniFile.parse(file.toString(), text.toString());
        } catch (IOException e) {
            throw unreadable(file, FileTrouble.reason(e));
        }
    }

    private static InvalidConfig unreadable(Path file, String reason) {
        return new InvalidConfig(
                List.of(
                        new ConfigProblem(
                                new Origin.CommandLine("--config"),
                                "The file " + file + " cannot be read: " + reason + ".")));
    }
}
