package dev.freshet.server.config;

import java.util.List;

/// Everything that can be configured, checked; hand on the narrow record, never the whole.
public record Settings(
        ServerSettings server,
        LiveSettings live,
        EngineSettings engine,
        PushSettings push,
        ServerApiSettings serverApi,
        List<ChannelSettings> channels,
        PluginSettings plugins,
        SourceSettings sources,
        SecuritySettings security,
        AuthSettings auth,
        AnonymousSettings anonymous,
        UsersSettings users,
        LogSettings log,
        MetricsSettings metrics,
        PathsSettings paths,
        DatabaseSettings database) {
    public Settings {
        channels = List.copyOf(channels);
    }

    static Settings from(Values values) {
        return new Settings(
                ServerSettings.from(values),
                LiveSettings.from(values),
                EngineSettings.from(values),
                PushSettings.from(values),
                ServerApiSettings.from(values),
                ChannelSettings.from(values),
                PluginSettings.from(values),
                SourceSettings.from(values),
                SecuritySettings.from(values),
                AuthSettings.from(values),
                AnonymousSettings.from(values),
                UsersSettings.from(values),
                LogSettings.from(values),
                MetricsSettings.from(values),
                PathsSettings.from(values),
                DatabaseSettings.from(values));
    }
}
