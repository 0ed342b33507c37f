package dev.freshet.server.cli;

import dev.freshet.server.config.InvalidConfig;
import dev.freshet.server.config.Settings;
import dev.freshet.server.identity.Identity;
import dev.freshet.server.identity.IdentitySettings;
import dev.freshet.server.identity.Outcome;
import dev.freshet.server.storage.Database;
import dev.freshet.server.storage.DatabaseUnusable;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;

/// The accounts, opened for one command; a server that runs notices within seconds.
record OpenIdentity(Settings settings, Database database, Identity identity)
        implements AutoCloseable {
    static OpenIdentity of(ConfigOptions options) throws InvalidConfig, DatabaseUnusable {
        var settings = options.load().settings();
        var database = Database.open(settings.database());
        var identity =
                Identity.open(
                        database,
                        new IdentitySettings(
                                settings.auth(), settings.security(), settings.anonymous()),
                        InstantSource.system(),
                        new SecureRandom());
        return new OpenIdentity(settings, database, identity);
    }

    /// Waits for a change; a refusal fails the command with its sentence.
    static <T> T done(CompletionStage<Outcome<T>> change) {
        return switch (now(change)) {
            case Outcome.Done<T>(var value) -> value;
            case Outcome.Refused<T>(var problem) -> throw CommandFailure.of(problem);
        };
    }

    static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @Override
    public void close() {
        identity.close();
        database.close();
    }
}
