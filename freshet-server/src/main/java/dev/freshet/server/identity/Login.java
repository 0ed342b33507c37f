package dev.freshet.server.identity;

import dev.freshet.server.auth.AuthKind;
import dev.freshet.server.auth.AuthResult.Refused;
import dev.freshet.server.auth.SignedInUser;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Signing in and out with a browser; any thread.
public final class Login {
    private final PasswordLogin passwords;
    private final Sessions sessions;

    Login(PasswordLogin passwords, Sessions sessions) {
        this.passwords = passwords;
        this.sessions = sessions;
    }

    /// What came of signing in.
    public sealed interface Result {
        /// A session has begun.
        ///
        /// @param cookieValue a secret for [SessionCookie]
        record SignedIn(SignedInUser user, String cookieValue) implements Result {
            @Override
            public String toString() {
                return "SignedIn[" + user.login() + "]";
            }
        }

        /// Wrong, disabled, too many attempts or busy; answer with the problem and `Retry-After`.
        record NotLetIn(Refused refused) implements Result {}
    }

    /// Checks the password and begins a session.
    public CompletionStage<Result> login(String login, String password, SocketAddress address) {
        return passwords
                .login(login, password, address)
                .thenCompose(result ->
                        switch (result) {
                            case PasswordLogin.Result.Welcome(var account) -> begin(account);
                            case PasswordLogin.Result.NotLetIn(var refused) ->
                                    CompletableFuture.completedStage(new Result.NotLetIn(refused));
                        });
    }

    /// Ends the session of a cookie; completes with whether it was known.
    public CompletionStage<Boolean> logout(String cookieValue) {
        return sessions.end(cookieValue);
    }

    private CompletionStage<Result> begin(Account account) {
        return sessions.begin(account)
                .<Result>thenApply(
                        cookie -> new Result.SignedIn(account.signedIn(AuthKind.SESSION), cookie))
                .exceptionally(PasswordLogin.busyAs(Result.NotLetIn::new));
    }
}
