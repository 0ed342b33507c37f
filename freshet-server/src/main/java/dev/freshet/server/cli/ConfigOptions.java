package dev.freshet.server.cli;

import dev.freshet.server.config.ConfigSources;
import dev.freshet.server.config.ConfigSources.CommandLineSetting;
import dev.freshet.server.config.InvalidConfig;
import dev.freshet.server.config.LoadedConfig;
import dev.freshet.server.config.SettingsLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of every command that needs the configuration.
public final class ConfigOptions {
    private static final Path CUSTOM = Path.of("conf", "custom.ini");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The configuration, a grafana.ini. Default: $GF_PATHS_CONFIG, else"
                            + " conf/custom.ini when it exists.")
    private @Nullable Path config;

    @Option(names = "--data", paramLabel = "DIR", description = "Same as [paths] data.")
    private @Nullable Path data;

    @Option(
            names = "--set",
            paramLabel = "SECTION.KEY=VALUE",
            description = "One setting, for example live.max_connections=1000; may be repeated.")
    private List<String> settings = new ArrayList<>();

    private final List<CommandLineSetting> more = new ArrayList<>();

    /// Adds a setting that an option of the command stands for.
    ///
    /// @param option for messages, for example `--port`
    public ConfigOptions with(String section, String key, String value, String option) {
        more.add(new CommandLineSetting(section, key, value, option));
        return this;
    }

    /// Reads everything.
    ///
    /// @throws CommandFailure when `--set` is not understood
    public LoadedConfig load() throws InvalidConfig {
        return load(System.getenv());
    }

    LoadedConfig load(Map<String, String> environment) throws InvalidConfig {
        var overrides = new ArrayList<>(more);
        if (data != null) {
            overrides.add(new CommandLineSetting("paths", "data", data.toString(), "--data"));
        }
        settings.forEach(setting -> overrides.add(override(setting)));
        return SettingsLoader.load(new ConfigSources(file(environment), environment, overrides));
    }

    private @Nullable Path file(Map<String, String> environment) {
        if (config != null) {
            return config;
        }
        var variable = environment.get("GF_PATHS_CONFIG");
        if (variable != null && !variable.isBlank()) {
            return Path.of(variable);
        }
        return Files.exists(CUSTOM) ? CUSTOM : null;
    }

    private static CommandLineSetting override(String setting) {
        int equals = setting.indexOf('=');
        int dot = equals < 0 ? -1 : setting.lastIndexOf('.', equals);
        if (dot < 1 || dot + 1 == equals) {
            throw new CommandFailure(
                    "--set "
                            + (equals < 0 ? setting : setting.substring(0, equals))
                            + " is not understood; write --set section.key=value, for example --set"
                            + " live.max_connections=1000.");
        }
        return new CommandLineSetting(
                setting.substring(0, dot),
                setting.substring(dot + 1, equals),
                setting.substring(equals + 1),
                "--set");
    }
}
