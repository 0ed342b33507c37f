package dev.freshet.server.identity;

import dev.freshet.server.auth.AuthKind;
import dev.freshet.server.auth.AuthRequest;
import dev.freshet.server.auth.AuthResult;
import dev.freshet.server.auth.AuthResult.NoCredentials;
import dev.freshet.server.auth.AuthResult.SignedIn;
import dev.freshet.server.auth.Authenticator;
import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.config.AnonymousSettings;
import dev.freshet.server.config.AuthSettings;
import java.net.SocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Checks credentials against this server's own accounts.
///
/// Answers at once but for a password that was not checked lately and a token that is not in
/// memory, for which the tables are asked: another process may have made it.
final class LocalAuthenticator implements Authenticator {
    private static final String ORG_HEADER = "X-Grafana-Org-Id";

    /// What Grafana's pages send when they mean their own.
    private static final long NO_ORG = 0;

    private final IdentityCache cache;
    private final Sessions sessions;
    private final PasswordLogin passwords;
    private final AuthSettings settings;
    private final AuthResult stranger;
    private final InstantSource clock;

    LocalAuthenticator(
            IdentityCache cache,
            Sessions sessions,
            PasswordLogin passwords,
            AuthSettings settings,
            AnonymousSettings anonymous,
            InstantSource clock) {
        this.cache = cache;
        this.sessions = sessions;
        this.passwords = passwords;
        this.settings = settings;
        this.stranger = stranger(anonymous);
        this.clock = clock;
    }

    @Override
    public CompletionStage<AuthResult> authenticate(AuthRequest request) {
        var result = identify(request);
        var org = request.header().find(ORG_HEADER);
        return org == null || org.isBlank()
                ? result
                : result.thenApply(who -> in(org.strip(), who));
    }

    private CompletionStage<AuthResult> identify(AuthRequest request) {
        return switch (Credentials.of(request, settings.loginCookieName())) {
            case Credentials.Token(var text) -> token(text);
            case Credentials.Password(var login, var password) ->
                    password(login, password, request.remoteAddress());
            case Credentials.Cookie(var value) -> now(session(value));
            case Credentials.Malformed() -> now(Refusals.BAD_CREDENTIALS);
            case Credentials.None() -> now(stranger);
        };
    }

    /// The same user in the organisation that the request names instead of their own.
    private AuthResult in(String org, AuthResult result) {
        if (!(result instanceof SignedIn(var user))) {
            return result;
        }
        if (!org.matches("[0-9]{1,18}")) {
            return Refusals.badOrg(ORG_HEADER, org);
        }
        long orgId = Long.parseLong(org);
        if (orgId == user.orgId() || orgId == NO_ORG) {
            return result;
        }
        var account = cache.account(user.id());
        return Optional.ofNullable(account)
                .flatMap(known -> known.signedIn(user.kind(), orgId))
                .<AuthResult>map(SignedIn::new)
                .orElseGet(() -> Refusals.notAMember(user, orgId));
    }

    private CompletionStage<AuthResult> token(String text) {
        if (!SecretText.isToken(text)) {
            return now(Refusals.UNKNOWN_TOKEN);
        }
        var digest = Digest.of(text);
        if (cache.token(digest) != null) {
            return now(known(digest));
        }
        return cache.refresh()
                .thenApply(_ -> known(digest))
                .exceptionally(PasswordLogin.busyAs(refused -> refused));
    }

    private AuthResult known(Digest digest) {
        var token = cache.token(digest);
        var account = token == null ? null : cache.account(token.accountId());
        if (token == null || account == null) {
            return Refusals.UNKNOWN_TOKEN;
        }
        var now = clock.instant();
        if (token.isExpired(now)) {
            return Refusals.EXPIRED_TOKEN;
        }
        if (account.disabled()) {
            return Refusals.DISABLED;
        }
        cache.noteUse(token, now);
        return new SignedIn(account.signedIn(AuthKind.TOKEN));
    }

    private CompletionStage<AuthResult> password(
            String login, String password, SocketAddress address) {
        if (!settings.basicEnabled()) {
            return now(Refusals.BASIC_IS_OFF);
        }
        return passwords
                .login(login, password, address)
                .thenApply(result ->
                        switch (result) {
                            case PasswordLogin.Result.Welcome(var account) ->
                                    new SignedIn(account.signedIn(AuthKind.BASIC));
                            case PasswordLogin.Result.NotLetIn(var refused) -> refused;
                        });
    }

    /// An ended session is no reason to keep somebody out who needs no session: a browser sends the
    /// cookie of whatever server it met at this address before.
    private AuthResult session(String cookie) {
        return switch (sessions.find(cookie)) {
            case Sessions.Found.Valid(var account) ->
                    new SignedIn(account.signedIn(AuthKind.SESSION));
            case Sessions.Found.Disabled() -> Refusals.DISABLED;
            case Sessions.Found.Ended() ->
                    stranger instanceof SignedIn ? stranger : Refusals.SESSION_ENDED;
        };
    }

    private static AuthResult stranger(AnonymousSettings anonymous) {
        if (!anonymous.enabled()) {
            return new NoCredentials();
        }
        var role = anonymous.orgRole();
        return new SignedIn(
                new SignedInUser(
                        0,
                        "anonymous",
                        "anonymous",
                        "Anonymous",
                        Organisation.MAIN,
                        role,
                        Account.permissions(role),
                        AuthKind.ANONYMOUS));
    }

    private static CompletionStage<AuthResult> now(AuthResult result) {
        return CompletableFuture.completedStage(result);
    }
}
