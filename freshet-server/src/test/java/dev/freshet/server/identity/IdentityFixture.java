package dev.freshet.server.identity;

import dev.freshet.server.TestClock;
import dev.freshet.server.auth.AuthRequest;
import dev.freshet.server.auth.AuthResult;
import dev.freshet.server.auth.Role;
import dev.freshet.server.config.AnonymousSettings;
import dev.freshet.server.config.AuthSettings;
import dev.freshet.server.config.DatabaseSettings;
import dev.freshet.server.config.SecuritySettings;
import dev.freshet.server.problem.ProblemType;
import dev.freshet.server.storage.Database;
import dev.freshet.server.storage.DatabaseUnusable;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/// An identity on a database of its own, with cheap passwords and a clock that tests move; a second
/// one on the same file is what another process would be.
final class IdentityFixture implements AutoCloseable {
    static final InetSocketAddress ADDRESS = new InetSocketAddress("192.0.2.1", 40000);
    private static final int CHEAP = 10;

    final Database database;
    final Identity identity;
    final TestClock clock;

    private IdentityFixture(Database database, Identity identity, TestClock clock) {
        this.database = database;
        this.identity = identity;
        this.clock = clock;
    }

    static IdentityFixture open(Path directory) throws DatabaseUnusable {
        return open(directory, new TestClock(), IdentitySettings.defaults());
    }

    static IdentityFixture open(Path directory, TestClock clock, IdentitySettings settings)
            throws DatabaseUnusable {
        var database =
                Database.open(
                        new DatabaseSettings(
                                DatabaseSettings.Type.SQLITE3, directory.resolve("freshet.db")));
        var identity = Identity.open(database, settings, clock, new SecureRandom(), CHEAP);
        return new IdentityFixture(database, identity, clock);
    }

    static IdentitySettings withAnonymous(Role role) {
        return new IdentitySettings(
                AuthSettings.defaults(),
                SecuritySettings.defaults(),
                new AnonymousSettings(true, role));
    }

    Account user(String login, Role role, String password) {
        return done(identity.users().create(new Users.NewUser(login, login, "", role, password)));
    }

    String token(String name, Role role) {
        return done(identity.tokens().create(name, role, null, null)).secret();
    }

    AuthResult ask(Map<String, String> headers) {
        return now(
                identity.authenticator().authenticate(request("/", headers, Map.of(), Map.of())));
    }

    AuthResult askWithToken(String token) {
        return ask(Map.of("authorization", "Bearer " + token));
    }

    AuthResult askWithPassword(String login, String password) {
        return ask(Map.of("authorization", basic(login, password)));
    }

    AuthResult askWithCookie(String value) {
        return now(
                identity.authenticator()
                        .authenticate(
                                request(
                                        "/",
                                        Map.of(),
                                        Map.of("grafana_session", value),
                                        Map.of())));
    }

    static AuthRequest request(
            String path,
            Map<String, String> headers,
            Map<String, String> cookies,
            Map<String, String> query) {
        var lower = new HashMap<String, String>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        return new AuthRequest(
                "GET",
                path,
                name -> lower.get(name.toLowerCase(Locale.ROOT)),
                cookies::get,
                query::get,
                ADDRESS);
    }

    static String basic(String login, String password) {
        var text = (login + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(text);
    }

    /// The kind of refusal, or null when somebody is signed in or gave nothing.
    static ProblemType refusal(AuthResult result) {
        return switch (result) {
            case AuthResult.Refused refused -> refused.problem().type();
            case AuthResult.SignedIn(var user) ->
                    throw new AssertionError(user.login() + " was let in");
            case AuthResult.NoCredentials() -> throw new AssertionError("no credentials");
        };
    }

    static <T> T done(CompletionStage<Outcome<T>> change) {
        return switch (now(change)) {
            case Outcome.Done<T>(var value) -> value;
            case Outcome.Refused<T>(var problem) -> throw new AssertionError(problem);
        };
    }

    static <T> ProblemType refused(CompletionStage<Outcome<T>> change) {
        return switch (now(change)) {
            case Outcome.Done<T>(var value) -> throw new AssertionError("done: " + value);
            case Outcome.Refused<T>(var problem) -> problem.type();
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
