package dev.freshet.server.identity;

import dev.freshet.server.auth.Role;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// People's accounts: making and changing them; any thread.
public final class Users {
    private static final int SHORTEST_PASSWORD = 4;
    private static final int LONGEST_PASSWORD = 512;
    private static final int LONGEST_TEXT = 190;

    private final IdentityCache cache;
    private final PasswordCheck passwords;
    private final InstantSource clock;

    Users(IdentityCache cache, PasswordCheck passwords, InstantSource clock) {
        this.cache = cache;
        this.passwords = passwords;
        this.clock = clock;
    }

    /// Who is to be made.
    ///
    /// @param login is kept in lower case
    public record NewUser(String login, String name, String email, Role role, String password) {
        @Override
        public String toString() {
            return "NewUser[" + login + ", " + role + "]";
        }
    }

    /// Makes an account.
    public CompletionStage<Outcome<Account>> create(NewUser user) {
        var login = user.login().toLowerCase(Locale.ROOT);
        var fault = fault(login, user);
        if (fault != null) {
            return refused(fault);
        }
        return passwords
                .hash(user.password())
                .thenCompose(hash ->
                        cache.change(handle -> {
                            if (find(handle, login) != null) {
                                return exists(login);
                            }
                            AccountTable.insert(handle, account(login, user, hash));
                            return new Outcome.Done<>(known(handle, login));
                        }));
    }

    /// Everybody, by id; service accounts are not people.
    public CompletionStage<List<Account>> list() {
        return cache.refresh()
                .thenApply(_ ->
                        cache.picture().byId().values().stream()
                                .filter(account -> account.kind() == Account.Kind.USER)
                                .sorted((a, b) -> Long.compare(a.id(), b.id()))
                                .toList());
    }

    /// Sets a password and ends all sessions of the account.
    public CompletionStage<Outcome<Account>> setPassword(String login, String password) {
        var fault = passwordFault(password);
        if (fault != null) {
            return refused(fault);
        }
        return passwords
                .hash(password)
                .thenCompose(hash ->
                        change(
                                login,
                                Effect.KEEPS_ADMIN,
                                (handle, account) -> {
                                    AccountTable.setPassword(handle, account.id(), hash);
                                    SessionTable.deleteOf(handle, account.id());
                                }));
    }

    /// Sets the role in the user's own organisation; [Organisations] knows the others.
    public CompletionStage<Outcome<Account>> setRole(String login, Role role) {
        return change(
                login,
                role == Role.ADMIN ? Effect.KEEPS_ADMIN : Effect.TAKES_ADMIN,
                (handle, account) ->
                        AccountTable.setRole(handle, account.id(), account.orgId(), role));
    }

    /// Keeps the account out, or lets it in again.
    public CompletionStage<Outcome<Account>> setDisabled(String login, boolean disabled) {
        return change(
                login,
                disabled ? Effect.TAKES_ADMIN_EVERYWHERE : Effect.KEEPS_ADMIN,
                (handle, account) -> AccountTable.setDisabled(handle, account.id(), disabled));
    }

    /// Deletes the account with its sessions.
    public CompletionStage<Outcome<Account>> delete(String login) {
        return change(
                login,
                Effect.TAKES_ADMIN_EVERYWHERE,
                (handle, account) -> AccountTable.delete(handle, account.id()));
    }

    /// Whether an administrator may be lost by a change.
    private enum Effect {
        KEEPS_ADMIN,
        /// In the account's own organisation.
        TAKES_ADMIN,
        TAKES_ADMIN_EVERYWHERE;

        /// The organisation that would be left without one.
        Optional<Organisation> orphan(Handle handle, Account account) {
            return switch (this) {
                case KEEPS_ADMIN -> Optional.empty();
                case TAKES_ADMIN -> Admins.orphan(handle, account, Set.of(account.orgId()));
                case TAKES_ADMIN_EVERYWHERE ->
                        Admins.orphan(handle, account, account.roles().keySet());
            };
        }
    }

    private CompletionStage<Outcome<Account>> change(
            String login, Effect effect, BiConsumer<Handle, Account> work) {
        return cache.change(handle -> {
            var account = find(handle, login.toLowerCase(Locale.ROOT));
            if (account == null || account.kind() != Account.Kind.USER) {
                return unknown(login);
            }
            var orphan = effect.orphan(handle, account);
            if (orphan.isPresent()) {
                return Admins.refused(account, orphan.get());
            }
            work.accept(handle, account);
            var changed = find(handle, account.login());
            return new Outcome.Done<>(changed == null ? account : changed);
        });
    }

    private Account account(String login, NewUser user, PasswordHash hash) {
        return new Account(
                0,
                Account.Kind.USER,
                login,
                user.name(),
                user.email(),
                Organisation.MAIN,
                Map.of(Organisation.MAIN, user.role()),
                false,
                hash,
                clock.instant());
    }

    static @Nullable Account find(Handle handle, String login) {
        return AccountTable.all(handle).stream()
                .filter(account -> account.login().equals(login))
                .findFirst()
                .orElse(null);
    }

    private static Account known(Handle handle, String login) {
        var account = find(handle, login);
        if (account == null) {
            throw new IllegalStateException("The account was just made");
        }
        return account;
    }

    private static @Nullable Problem fault(String login, NewUser user) {
        if (!login.matches("[a-z0-9_.@+-]{1," + LONGEST_TEXT + "}")) {
            return bad(
                    "\"" + shown(login) + "\" is no login.",
                    "Use up to 190 letters, digits and _ . @ + -");
        }
        if (user.name().length() > LONGEST_TEXT || user.email().length() > LONGEST_TEXT) {
            return bad("Name or email is over 190 characters.", "Shorten it.");
        }
        return passwordFault(user.password());
    }

    private static @Nullable Problem passwordFault(String password) {
        if (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD) {
            return bad(
                    "The password has " + password.length() + " characters.",
                    "Use between " + SHORTEST_PASSWORD + " and " + LONGEST_PASSWORD + ".");
        }
        return null;
    }

    private static String shown(String login) {
        return login.length() > 40 ? login.substring(0, 40) + "…" : login;
    }

    private static Problem bad(String message, String hint) {
        return Problem.of(ProblemType.USER_BAD_VALUE, message, hint);
    }

    private static CompletionStage<Outcome<Account>> refused(Problem problem) {
        return CompletableFuture.completedStage(new Outcome.Refused<>(problem));
    }

    private static Outcome<Account> exists(String login) {
        return new Outcome.Refused<>(
                Problem.of(
                        ProblemType.USER_EXISTS,
                        "There is a user " + login + " already.",
                        "Choose another login, or change that user."));
    }

    static <T> Outcome<T> unknown(String login) {
        return new Outcome.Refused<>(
                Problem.of(
                        ProblemType.USER_UNKNOWN,
                        "There is no user " + shown(login) + ".",
                        "freshet user list shows all."));
    }
}
