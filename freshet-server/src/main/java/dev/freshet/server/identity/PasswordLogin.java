package dev.freshet.server.identity;

import dev.freshet.server.auth.AuthResult.Refused;
import dev.freshet.server.storage.DatabaseBusy;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Login and password to account: throttled, remembered, the same answer whatever was wrong.
final class PasswordLogin {
    private static final int LONGEST_PASSWORD = 512;
    private static final int LONGEST_LOGIN = 190;

    private final PasswordCheck check;
    private final LoginThrottle throttle;

    /// What came of it.
    sealed interface Result {
        record Welcome(Account account) implements Result {}

        record NotLetIn(Refused refused) implements Result {}
    }

    PasswordLogin(PasswordCheck check, LoginThrottle throttle) {
        this.check = check;
        this.throttle = throttle;
    }

    /// Completes at once when the password was checked within the last minute.
    CompletionStage<Result> login(String login, String password, SocketAddress address) {
        if (login.isEmpty()
                || login.length() > LONGEST_LOGIN
                || password.length() > LONGEST_PASSWORD) {
            return CompletableFuture.completedStage(notLetIn(Refusals.WRONG_PASSWORD));
        }
        var known = check.remembered(login, password);
        if (known != null) {
            return CompletableFuture.completedStage(letIn(known));
        }
        boolean counts = !check.isRunning(login, password);
        if (counts) {
            var wait = throttle.begin(login, address);
            if (!wait.isZero()) {
                return CompletableFuture.completedStage(notLetIn(Refusals.tooManyAttempts(wait)));
            }
        }
        return check.check(login, password)
                .handle((outcome, failure) -> {
                    if (counts) {
                        account(outcome, login, address);
                    }
                    return failure == null ? result(outcome) : failed(failure);
                });
    }

    /// Turns "the database is busy" into an answer; other failures stay failures.
    static <T> Function<Throwable, T> busyAs(Function<Refused, T> answer) {
        return failure -> {
            var cause =
                    failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure;
            if (cause instanceof DatabaseBusy busy) {
                return answer.apply(new Refused(busy.problem(), Refusals.BUSY.retryAfter()));
            }
            throw failure instanceof CompletionException completion
                    ? completion
                    : new CompletionException(failure);
        };
    }

    private void account(
            PasswordCheck.@Nullable Outcome outcome, String login, SocketAddress address) {
        switch (outcome) {
            case PasswordCheck.Outcome.Right _ -> throttle.succeeded(login, address);
            case PasswordCheck.Outcome.Wrong _ -> {}
            case PasswordCheck.Outcome.Busy _ -> throttle.withdrawn(login, address);
            case null -> throttle.withdrawn(login, address);
        }
    }

    private static Result result(PasswordCheck.Outcome outcome) {
        return switch (outcome) {
            case PasswordCheck.Outcome.Right(var account) -> letIn(account);
            case PasswordCheck.Outcome.Wrong() -> notLetIn(Refusals.WRONG_PASSWORD);
            case PasswordCheck.Outcome.Busy() -> notLetIn(Refusals.BUSY);
        };
    }

    private static Result letIn(Account account) {
        return account.disabled() ? notLetIn(Refusals.DISABLED) : new Result.Welcome(account);
    }

    private static Result failed(Throwable failure) {
        return PasswordLogin.<Result>busyAs(PasswordLogin::notLetIn).apply(failure);
    }

    private static Result notLetIn(Refused refused) {
        return new Result.NotLetIn(refused);
    }
}
