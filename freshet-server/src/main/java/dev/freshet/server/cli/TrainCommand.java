package dev.freshet.server.cli;

import dev.freshet.server.LiveServer;
import dev.freshet.server.Training;
import dev.freshet.server.config.ConfigSources;
import dev.freshet.server.config.ConfigSources.CommandLineSetting;
import dev.freshet.server.config.SettingsLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `freshet train`: runs a server for a moment under a typical load and ends. The launcher runs it
/// once to make the AOT cache, which then holds the classes and profiles that a server needs.
@Command(name = "train", hidden = true, description = "Exercise a server for the AOT cache.")
final class TrainCommand implements Callable<Integer> {
    private static final String ORIGIN = "train";

    @Option(
            names = "--data",
            required = true,
            description =
                    "A folder with tables that are up to date: what makes them is needed once, not"
                            + " at every start, and has no place in the cache.")
    private Path data = Path.of("data");

    @Override
    public Integer call() throws Exception {
        try (var server = new LiveServer(SettingsLoader.load(sources(data)).settings())) {
            Training.run(server.listen());
        }
        return 0;
    }

    private static ConfigSources sources(Path data) {
        return new ConfigSources(
                null,
                Map.of(),
                List.of(
                        setting("paths", "data", data.toString()),
                        setting("paths", "logs", data.toString()),
                        setting("server", "http_addr", "127.0.0.1"),
                        setting("server", "http_port", "0"),
                        setting("log", "mode", "console"),
                        setting("auth.anonymous", "enabled", "true"),
                        setting("auth.anonymous", "org_role", "Editor"),
                        setting("live", "max_connections", "-1"),
                        setting("freshet.channel.train", "pattern", "stream/train/*"),
                        setting("freshet.channel.train", "subscribe", "Viewer"),
                        setting("freshet.channel.train", "publish", "Viewer"),
                        setting("freshet.channel.kept", "pattern", "stream/train/kept"),
                        setting("freshet.channel.kept", "publish", "Viewer"),
                        setting("freshet.channel.kept", "history_size", "100"),
                        setting("freshet.channel.kept", "history_ttl", "5m"),
                        setting("freshet.channel.kept", "recovery", "stream")));
    }

    private static CommandLineSetting setting(String section, String key, String value) {
        return new CommandLineSetting(section, key, value, ORIGIN);
    }
}
