package dev.freshet.server.identity;

import dev.freshet.server.auth.Role;
import dev.freshet.server.config.SecuritySettings;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// The administrator who is made when there is nobody yet.
public final class FirstAdmin {
    private final Users users;
    private final SecretText secrets;
    private final SecuritySettings settings;

    FirstAdmin(Users users, SecretText secrets, SecuritySettings settings) {
        this.users = users;
        this.secrets = secrets;
        this.settings = settings;
    }

    /// Who was made.
    ///
    /// @param generatedPassword to be printed once, on the console and nowhere else; empty when the
    ///   configuration gave it
    public record Made(String login, Optional<String> generatedPassword) {
        @Override
        public String toString() {
            return "Made[" + login + "]";
        }
    }

    /// Makes the administrator when there are no users; empty when there was nothing to do.
    ///
    /// Takes a good part of a second, on other threads: the start need not wait for it.
    public CompletionStage<Optional<Made>> make() {
        if (!settings.createAdmin()) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        return users.list()
                .thenCompose(known ->
                        known.isEmpty()
                                ? create()
                                : CompletableFuture.completedStage(Optional.empty()));
    }

    private CompletionStage<Optional<Made>> create() {
        var configured = settings.adminPassword();
        var password = configured.isSet() ? configured.reveal() : secrets.password();
        var user =
                new Users.NewUser(
                        settings.adminUser(),
                        settings.adminUser(),
                        settings.adminEmail(),
                        Role.ADMIN,
                        password);
        return users.create(user)
                .thenApply(outcome ->
                        switch (outcome) {
                            case Outcome.Done<Account>(var account) ->
                                    Optional.of(
                                            new Made(
                                                    account.login(),
                                                    configured.isSet()
                                                            ? Optional.empty()
                                                            : Optional.of(password)));
                            case Outcome.Refused<Account>(var problem) ->
                                    throw new IllegalStateException(
                                            "[security] admin_user or admin_password cannot be"
                                                    + " used: "
                                                    + problem.message()
                                                    + " "
                                                    + problem.hint());
                        });
    }
}
