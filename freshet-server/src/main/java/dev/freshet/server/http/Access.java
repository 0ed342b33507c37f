package dev.freshet.server.http;

import dev.freshet.server.auth.Authenticator;
import dev.freshet.server.auth.Role;
import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.util.Locale;
import java.util.Optional;

/// Who may use a route; checked before the body is read and before any work is done.
public sealed interface Access {
    static Access everybody() {
        return new Public();
    }

    static Access signedIn() {
        return new SignedIn();
    }

    static Access role(Role least) {
        return new AtLeast(least);
    }

    static Access permission(String action) {
        return new Permission(action);
    }

    /// Users whom `authenticator` lets in, instead of the site's, and who pass `then`.
    static Access checkedBy(Authenticator authenticator, Access then) {
        return new CheckedBy(authenticator, then);
    }

    /// Everybody, without a look at credentials.
    record Public() implements Access {}

    /// Anybody with an identity, the anonymous viewer included.
    record SignedIn() implements Access {}

    /// Users whose role includes `least`.
    record AtLeast(Role least) implements Access {}

    /// Users who were granted `action`, for example `live:push`.
    record Permission(String action) implements Access {}

    /// Users whom an authenticator of the route's own lets in: it takes a key that is of no use
    /// elsewhere.
    record CheckedBy(Authenticator authenticator, Access then) implements Access {}

    /// Why `user` may not use the route, empty when allowed.
    default Optional<Problem> refusal(SignedInUser user) {
        return switch (this) {
            case Public _, SignedIn _ -> Optional.empty();
            case AtLeast(Role least) when user.is(least) -> Optional.empty();
            case Permission(String action) when user.may(action) -> Optional.empty();
            case CheckedBy(_, Access then) -> then.refusal(user);
            case AtLeast(Role least) -> refused(user, "the role " + title(least), "role");
            case Permission(String action) ->
                    refused(user, "the permission " + action, "permission");
        };
    }

    private static Optional<Problem> refused(SignedInUser user, String needed, String kind) {
        return Optional.of(
                Problem.of(
                        ProblemType.FORBIDDEN,
                        "User \""
                                + user.login()
                                + "\" ("
                                + title(user.role())
                                + ") needs "
                                + needed
                                + ".",
                        "Use an account or a token with that " + kind + "."));
    }

    private static String title(Role role) {
        return role.name().charAt(0) + role.name().substring(1).toLowerCase(Locale.ROOT);
    }
}
