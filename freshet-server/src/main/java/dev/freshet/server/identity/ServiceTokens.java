package dev.freshet.server.identity;

import dev.freshet.server.auth.Role;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Service accounts and their tokens; any thread.
///
/// A service account is made with its first token and goes with its last.
public final class ServiceTokens {
    private final IdentityCache cache;
    private final SecretText secrets;
    private final InstantSource clock;

    ServiceTokens(IdentityCache cache, SecretText secrets, InstantSource clock) {
        this.cache = cache;
        this.secrets = secrets;
        this.clock = clock;
    }

    /// A new token; the only time that its text is known.
    public record Created(String secret, ServiceToken token, Account account) {
        @Override
        public String toString() {
            return "Created[" + token.id() + " of " + account.login() + "]";
        }
    }

    /// A token with its account.
    public record Listed(ServiceToken token, Account account) {}

    /// Makes a token for the service account of that name, which is made when missing. Service
    /// accounts belong to one organisation for good.
    ///
    /// @param org name or number of the organisation, null for the main one
    /// @param ttl after which it expires, null for never
    public CompletionStage<Outcome<Created>> create(
            String name, Role role, @Nullable String org, @Nullable Duration ttl) {
        var plain = name.strip().toLowerCase(Locale.ROOT).replace(' ', '-');
        if (!("sa-" + plain).matches("[a-z0-9_.@+-]{4,190}")) {
            return CompletableFuture.completedStage(
                    refused(
                            ProblemType.USER_BAD_VALUE,
                            "The name of a token has letters, digits, spaces and _ . @ + - only.",
                            "Choose another --name."));
        }
        return cache.change(handle -> {
            var orgs = OrgTable.all(handle);
            var organisation =
                    org == null ? orgs.getFirst() : Organisations.find(orgs, org).orElse(null);
            if (organisation == null) {
                return Organisations.unknown(Objects.requireNonNull(org), orgs);
            }
            var login = login(organisation, plain);
            var account = find(handle, login);
            if (account != null && account.role() != role) {
                return otherRole(account);
            }
            return new Outcome.Done<>(
                    issue(
                            handle,
                            account != null
                                    ? account
                                    : make(handle, organisation, login, name, role),
                            name,
                            ttl));
        });
    }

    /// All tokens with their accounts, by id.
    public CompletionStage<List<Listed>> list() {
        return cache.refresh()
                .thenApply(_ -> {
                    var picture = cache.picture();
                    return picture.tokens().values().stream()
                            .sorted(Comparator.comparingLong(ServiceToken::id))
                            .flatMap(token -> {
                                var account = picture.byId().get(token.accountId());
                                return account == null
                                        ? Stream.empty()
                                        : Stream.of(new Listed(token, account));
                            })
                            .toList();
                });
    }

    /// Revokes a token; with its last one the service account goes too.
    public CompletionStage<Outcome<ServiceToken>> revoke(long id) {
        return cache.change(handle -> {
            var tokens = TokenTable.all(handle).values();
            var token = tokens.stream().filter(t -> t.id() == id).findFirst();
            if (token.isEmpty()) {
                return refused(
                        ProblemType.TOKEN_UNKNOWN,
                        "There is no token " + id + ".",
                        "freshet token list shows all.");
            }
            long accountId = token.get().accountId();
            TokenTable.delete(handle, id);
            if (tokens.stream().filter(t -> t.accountId() == accountId).count() == 1) {
                AccountTable.delete(handle, accountId);
            }
            return new Outcome.Done<>(token.get());
        });
    }

    private Created issue(Handle handle, Account account, String name, @Nullable Duration ttl) {
        var secret = secrets.token();
        var now = clock.instant();
        var token =
                TokenTable.insert(
                        handle,
                        account.id(),
                        name,
                        Digest.of(secret),
                        now,
                        ttl == null ? null : now.plus(ttl));
        return new Created(secret, token, account);
    }

    /// Those of the main organisation have always been called so.
    private static String login(Organisation organisation, String name) {
        return organisation.isMain() ? "sa-" + name : "sa-" + organisation.id() + "-" + name;
    }

    private Account make(
            Handle handle, Organisation organisation, String login, String name, Role role) {
        AccountTable.insert(
                handle,
                new Account(
                        0,
                        Account.Kind.SERVICE,
                        login,
                        name,
                        "",
                        organisation.id(),
                        Map.of(organisation.id(), role),
                        false,
                        null,
                        clock.instant()));
        var account = find(handle, login);
        if (account == null) {
            throw new IllegalStateException("The account was just made");
        }
        return account;
    }

    private static @Nullable Account find(Handle handle, String login) {
        return AccountTable.all(handle).stream()
                .filter(account -> account.login().equals(login))
                .findFirst()
                .orElse(null);
    }

    private static Outcome<Created> otherRole(Account account) {
        return refused(
                ProblemType.USER_EXISTS,
                "There is a service account " + account.name() + " with another role already.",
                "Choose another --name, or leave it out.");
    }

    private static <T> Outcome<T> refused(ProblemType type, String message, String hint) {
        return new Outcome.Refused<>(Problem.of(type, message, hint));
    }
}
