package dev.freshet.server.config;

import java.nio.file.Path;

/// `[paths]`: directories, relative to the working directory.
public record PathsSettings(Path data, Path logs, Path provisioning) {
    static PathsSettings from(Values values) {
        return new PathsSettings(
                values.pathOrDefault(Keys.DATA),
                values.pathOrDefault(Keys.LOGS),
                values.pathOrDefault(Keys.PROVISIONING));
    }

    /// True when commands find the data here without being told.
    public boolean isUsualData() {
        return data.equals(Path.of(Keys.DATA.defaultText()));
    }
}
