package dev.freshet.server.serverapi;

import dev.freshet.server.auth.AuthKind;
import dev.freshet.server.auth.AuthRequest;
import dev.freshet.server.auth.AuthResult;
import dev.freshet.server.auth.Authenticator;
import dev.freshet.server.config.Secret;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Lets in who shows the key, and Admins where that is allowed.
///
/// Only the key's digest is kept, and digests are compared in constant time. Anonymous viewers stay
/// outside, whatever their role.
final class ApiAuthenticator implements Authenticator {
    private static final String SCHEME = "apikey ";
    private static final AuthResult KEY_HOLDER = new AuthResult.SignedIn(Caller.KEY_HOLDER);
    private static final AuthResult WRONG_KEY =
            refused(
                    ProblemType.AUTH_UNKNOWN_KEY,
                    "Unauthorized: the API key is not the one of this server.",
                    "Compare it with [freshet.server_api] key; nothing else opens the server API"
                            + " with X-API-Key.");
    private static final AuthResult NO_KEY =
            refused(
                    ProblemType.UNAUTHORIZED,
                    "Unauthorized: the request has no API key.",
                    "Send \"X-API-Key: <key>\" with the value of [freshet.server_api] key; Admins'"
                            + " tokens are accepted with admins = true there.");

    private final byte @Nullable [] digest;
    private final boolean admins;
    private final Authenticator ordinary;

    /// @param ordinary asked for Admins
    ApiAuthenticator(Secret key, boolean admins, Authenticator ordinary) {
        this.digest = key.isSet() ? digest(key.reveal()) : null;
        this.admins = admins;
        this.ordinary = ordinary;
    }

    private static AuthResult refused(ProblemType type, String message, String hint) {
        return new AuthResult.Refused(Problem.of(type, message, hint));
    }

    @Override
    public CompletionStage<AuthResult> authenticate(AuthRequest request) {
        var key = key(request);
        if (key != null) {
            return CompletableFuture.completedStage(isRight(key) ? KEY_HOLDER : WRONG_KEY);
        }
        return admins
                ? ordinary.authenticate(request).thenApply(ApiAuthenticator::withoutStrangers)
                : CompletableFuture.completedStage(NO_KEY);
    }

    private static @Nullable String key(AuthRequest request) {
        var key = request.header().find("X-API-Key");
        if (key != null && !key.isBlank()) {
            return key.strip();
        }
        var authorization = request.header().find("Authorization");
        return authorization != null
                        && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? authorization.substring(SCHEME.length()).strip()
                : null;
    }

    private boolean isRight(String key) {
        return digest != null && MessageDigest.isEqual(digest(key), digest);
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static AuthResult withoutStrangers(AuthResult result) {
        return switch (result) {
            case AuthResult.SignedIn(var user) when user.kind() == AuthKind.ANONYMOUS -> NO_KEY;
            case AuthResult.NoCredentials() -> NO_KEY;
            case AuthResult.SignedIn _, AuthResult.Refused _ -> result;
        };
    }
}
