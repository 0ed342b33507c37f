package dev.freshet.server.provisioning;

import dev.freshet.server.TestClock;
import dev.freshet.server.config.ConfigProblem;
import dev.freshet.server.config.InvalidConfig;
import dev.freshet.server.datasource.DataSourcesFixture;
import dev.freshet.server.datasource.StoredDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A directory of files and the data sources that they make.
final class ProvisioningFixture implements AutoCloseable {
    final TestClock clock = new TestClock();
    final Map<String, String> environment = new HashMap<>();
    final DataSourcesFixture tables;
    private final Path directory;

    ProvisioningFixture(Path directory) throws Exception {
        this.directory = directory;
        this.tables = DataSourcesFixture.open(directory, clock);
    }

    Path file(String name) {
        return directory.resolve("provisioning/datasources").resolve(name);
    }

    void write(String name, String text) {
        try {
            Files.createDirectories(file(name).getParent());
            Files.writeString(file(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    DataSourceProvisioning provisioning() {
        return new DataSourceProvisioning(
                directory.resolve("provisioning"), environment, tables.sources);
    }

    void load() throws InvalidConfig {
        provisioning().load();
    }

    /// The faults of the files, as `file:line: sentence` without the directory.
    List<String> faults() {
        try {
            load();
        } catch (InvalidConfig e) {
            return e.problems().stream().map(this::shown).toList();
        }
        throw new AssertionError("The files were loaded");
    }

    List<String> warnings() throws InvalidConfig {
        return DataSourceProvisioning.check(directory.resolve("provisioning"), environment).stream()
                .map(this::shown)
                .toList();
    }

    StoredDataSource stored(String uid) {
        return tables.sources.stored(1, uid).orElseThrow();
    }

    private String shown(ConfigProblem problem) {
        return problem.toString().replace(file("x").getParent() + "/", "");
    }

    @Override
    public void close() {
        tables.close();
    }
}
