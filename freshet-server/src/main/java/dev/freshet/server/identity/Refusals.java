package dev.freshet.server.identity;

import dev.freshet.server.auth.AuthResult.Refused;
import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.time.Duration;

/// What people are told who could not be let in. The message is Grafana's, the hint is ours.
final class Refusals {
    static final Refused UNKNOWN_TOKEN =
            unauthorized(
                    ProblemType.AUTH_UNKNOWN_TOKEN,
                    "This token is not known here: it was revoked, cut off when copied, or made for"
                            + " another server. Make one with: freshet token create --role Editor");
    static final Refused EXPIRED_TOKEN =
            unauthorized(
                    ProblemType.AUTH_EXPIRED_TOKEN,
                    "This token has expired. Make another with: freshet token create");
    static final Refused SESSION_ENDED =
            unauthorized(
                    ProblemType.AUTH_SESSION_ENDED,
                    "The session has ended or is not known here; sign in again.");
    static final Refused DISABLED =
            unauthorized(
                    ProblemType.AUTH_DISABLED,
                    "This account is disabled; an administrator can enable it with: freshet user"
                            + " enable LOGIN");
    static final Refused BAD_CREDENTIALS =
            unauthorized(
                    ProblemType.AUTH_BAD_CREDENTIALS,
                    "The Authorization header is not understood; send Bearer and a token, or Basic"
                            + " with login and password.");
    static final Refused BASIC_IS_OFF =
            unauthorized(
                    ProblemType.AUTH_BAD_CREDENTIALS,
                    "Passwords in the Authorization header are not accepted here ([auth.basic]"
                            + " enabled); use a token.");
    static final Refused WRONG_PASSWORD =
            new Refused(
                    Problem.of(
                            ProblemType.AUTH_WRONG_PASSWORD,
                            "Invalid username or password",
                            "Passwords are set with: freshet user passwd LOGIN"));
    static final Refused BUSY =
            new Refused(
                    Problem.of(
                            ProblemType.AUTH_BUSY,
                            "Too many passwords are being checked at the same time.",
                            "Repeat the request in a few seconds; machines should use tokens, which"
                                    + " cost nothing to check."),
                    Duration.ofSeconds(2));

    private Refusals() {}

    static Refused tooManyAttempts(Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return new Refused(
                Problem.of(
                        ProblemType.AUTH_TOO_MANY_ATTEMPTS,
                        "Too many failed attempts to sign in.",
                        "Wait " + seconds + " seconds before the next one."),
                Duration.ofSeconds(seconds));
    }

    /// Reads alike for an organisation that does not exist.
    static Refused notAMember(SignedInUser user, long orgId) {
        return new Refused(
                Problem.of(
                        ProblemType.AUTH_NOT_A_MEMBER,
                        "User \""
                                + user.login()
                                + "\" does not belong to organisation "
                                + orgId
                                + ".",
                        "Leave out X-Grafana-Org-Id, or let an administrator run: freshet org"
                                + " add-user "
                                + orgId
                                + " "
                                + user.login()
                                + " Viewer"));
    }

    static Refused badOrg(String header, String value) {
        return new Refused(
                Problem.of(
                        ProblemType.BAD_REQUEST,
                        header
                                + " is \""
                                + (value.length() > 40 ? value.substring(0, 40) + "…" : value)
                                + "\", which is not the number of an organisation.",
                        "freshet org list shows the numbers."));
    }

    private static Refused unauthorized(ProblemType type, String hint) {
        return new Refused(Problem.of(type, "Unauthorized", hint));
    }
}
