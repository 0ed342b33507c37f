package dev.freshet.server.identity;

import dev.freshet.server.auth.Authenticator;
import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.storage.Database;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This server's own accounts and everything that is done with them; built once, used by any
/// thread.
public final class Identity implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Identity.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final Duration DELETE_EVERY = Duration.ofHours(1);

    private final InstantSource clock;
    private final IdentityCache cache;
    private final PasswordCheck passwordCheck;
    private final Sessions sessions;
    private final Authenticator authenticator;
    private final Login login;
    private final Users users;
    private final Organisations organisations;
    private final ServiceTokens tokens;
    private final FirstAdmin firstAdmin;
    private volatile Instant deletedAt;

    private Identity(
            Database database,
            IdentitySettings settings,
            InstantSource clock,
            SecureRandom random,
            int iterations) {
        this.clock = clock;
        this.deletedAt = clock.instant();
        var secrets = new SecretText(random);
        cache = new IdentityCache(database);
        passwordCheck =
                new PasswordCheck(cache, new PasswordHasher(random, iterations), random, clock);
        sessions = new Sessions(database, cache, settings.auth(), secrets, clock);
        var throttle = new LoginThrottle(clock, settings.security().throttleLogins());
        var passwords = new PasswordLogin(passwordCheck, throttle);
        authenticator =
                new LocalAuthenticator(
                        cache, sessions, passwords, settings.auth(), settings.anonymous(), clock);
        login = new Login(passwords, sessions);
        users = new Users(cache, passwordCheck, clock);
        organisations = new Organisations(cache, clock);
        tokens = new ServiceTokens(cache, secrets, clock);
        firstAdmin = new FirstAdmin(users, secrets, settings.security());
    }

    /// Reads the tables; blocks.
    public static Identity open(
            Database database,
            IdentitySettings settings,
            InstantSource clock,
            SecureRandom random) {
        return open(database, settings, clock, random, PasswordHasher.ITERATIONS);
    }

    static Identity open(
            Database database,
            IdentitySettings settings,
            InstantSource clock,
            SecureRandom random,
            int iterations) {
        var identity = new Identity(database, settings, clock, random, iterations);
        identity.cache.load().toCompletableFuture().join();
        return identity;
    }

    /// Looks every two seconds for what other processes changed, until `scheduler` is shut down.
    public void watch(ScheduledExecutorService scheduler) {
        var _ =
                scheduler.scheduleWithFixedDelay(
                        this::look,
                        LOOK_EVERY.toMillis(),
                        LOOK_EVERY.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /// Turns requests' credentials into identities.
    public Authenticator authenticator() {
        return authenticator;
    }

    /// Signing in and out.
    public Login login() {
        return login;
    }

    /// People.
    public Users users() {
        return users;
    }

    /// Organisations and who belongs to them.
    public Organisations organisations() {
        return organisations;
    }

    /// Service accounts.
    public ServiceTokens tokens() {
        return tokens;
    }

    /// The administrator of a new database.
    public FirstAdmin firstAdmin() {
        return firstAdmin;
    }

    /// The same user as the tables have them now: another role perhaps, empty when deleted,
    /// disabled or no longer a member of that organisation. From memory; for connections that stay
    /// open. Users who are not in the tables are given back as they are.
    public Optional<SignedInUser> recheck(SignedInUser user) {
        return switch (user.kind()) {
            case SESSION, BASIC, TOKEN ->
                    Optional.ofNullable(cache.account(user.id()))
                            .filter(account -> !account.disabled())
                            .flatMap(account -> account.signedIn(user.kind(), user.orgId()));
            case API_KEY, JWT, PROXY, ANONYMOUS, DELEGATED -> Optional.of(user);
        };
    }

    /// One look at the tables, with the housekeeping that is due.
    CompletionStage<Integer> look() {
        return cache.refresh()
                .thenCompose(_ -> sessions.writeUses())
                .thenCompose(_ -> deleteWhenDue())
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        log.warn(
                                "The identity tables could not be read; changes by other"
                                        + " processes are seen later: {}",
                                failure.getMessage());
                    }
                });
    }

    @Override
    public void close() {
        passwordCheck.close();
    }

    private CompletionStage<Integer> deleteWhenDue() {
        var now = clock.instant();
        if (now.isBefore(deletedAt.plus(DELETE_EVERY))) {
            return CompletableFuture.completedStage(0);
        }
        deletedAt = now;
        return sessions.deleteEnded();
    }
}
