package dev.freshet.server.provisioning;

import dev.freshet.server.config.ConfigProblem;
import dev.freshet.server.config.InvalidConfig;
import dev.freshet.server.datasource.DataSources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The data sources of the files in `<provisioning>/datasources`: loaded at the start, on demand,
/// and when a file changes. Any thread; loading blocks, one at a time.
///
/// Files that are wrong change nothing: it is all of them or none.
public final class DataSourceProvisioning {
    private static final Logger log = LoggerFactory.getLogger(DataSourceProvisioning.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private final ProvisioningDirectory directory;
    private final Map<String, String> environment;
    private final DataSources sources;

    /// What was loaded, or refused, last.
    private String loaded = "";

    /// What the last look saw; a file that is being written is another one at the next.
    private String seen = "";

    private volatile String trouble = "";

    /// Reads nothing yet.
    ///
    /// @param provisioning the directory above `datasources`
    /// @param environment what variables in the files stand for
    public DataSourceProvisioning(
            Path provisioning, Map<String, String> environment, DataSources sources) {
        this.directory = new ProvisioningDirectory(provisioning.resolve("datasources"));
        this.environment = Map.copyOf(environment);
        this.sources = sources;
    }

    /// Reads the files without doing anything.
    ///
    /// @return what is probably not as meant
    /// @throws InvalidConfig with all that is wrong
    public static List<ConfigProblem> check(Path provisioning, Map<String, String> environment)
            throws InvalidConfig {
        var faults = new Faults();
        read(new ProvisioningDirectory(provisioning.resolve("datasources")), environment, faults);
        faults.throwIfAny();
        return faults.warnings();
    }

    /// Makes the data sources be what the files say, and logs what is probably not as meant.
    ///
    /// @throws InvalidConfig with all that is wrong; nothing was changed then
    public synchronized void load() throws InvalidConfig {
        loaded = directory.fingerprint();
        try {
            var faults = new Faults();
            var files = read(directory, environment, faults);
            faults.throwIfAny();
            var warnings = new ArrayList<>(faults.warnings());
            if (!files.isEmpty()) {
                warnings.addAll(apply(files));
            }
            warnings.forEach(warning -> log.warn("provisioning: {}", warning));
            trouble = "";
        } catch (InvalidConfig e) {
            trouble = "The data sources' files are wrong and were not loaded; the log says where.";
            throw e;
        }
    }

    /// Loads again, on `executor`, when files have changed and are at rest, until `scheduler` is
    /// shut down.
    public void watch(ScheduledExecutorService scheduler, Executor executor) {
        var _ =
                scheduler.scheduleWithFixedDelay(
                        () -> executor.execute(this::look),
                        LOOK_EVERY.toMillis(),
                        LOOK_EVERY.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /// That the last load changed nothing, without what stands in the files; empty when it was
    /// fine.
    public String trouble() {
        return trouble;
    }

    private synchronized void look() {
        var now = directory.fingerprint();
        boolean atRest = now.equals(seen);
        seen = now;
        if (!atRest || now.equals(loaded)) {
            return;
        }
        try {
            load();
            log.info("provisioning: the data sources were loaded again, because files changed");
        } catch (InvalidConfig e) {
            log.error("provisioning: changed files are wrong; the data sources stay as they are");
            e.problems().forEach(problem -> log.error("provisioning: {}", problem));
        } catch (RuntimeException e) {
            // Nothing was changed: the next look tries again.
            loaded = "";
            log.warn("provisioning: the data sources could not be loaded again", e);
        }
    }

    private static List<DataSourceFile> read(
            ProvisioningDirectory directory, Map<String, String> environment, Faults faults) {
        var reader = new DataSourceFileReader(faults, new Interpolation(environment));
        return directory.files(faults).stream().map(reader::read).toList();
    }

    private List<ConfigProblem> apply(List<DataSourceFile> files) throws InvalidConfig {
        try {
            return sources.change(
                            editor -> {
                                try {
                                    return Applying.apply(files, editor);
                                } catch (InvalidConfig e) {
                                    throw new CompletionException(e);
                                }
                            })
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            var cause = e.getCause();
            while (cause instanceof CompletionException wrapped && wrapped.getCause() != null) {
                cause = wrapped.getCause();
            }
            if (cause instanceof InvalidConfig invalid) {
                throw invalid;
            }
            throw cause instanceof RuntimeException unchecked ? unchecked : e;
        }
    }
}
