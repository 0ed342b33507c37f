package dev.freshet.server.identity;

import dev.freshet.server.auth.Role;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.util.Collection;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The rule that an organisation which has an administrator keeps one.
final class Admins {
    private Admins() {}

    /// The first of the organisations that would be left without an administrator if `account` were
    /// none there any more.
    static Optional<Organisation> orphan(Handle handle, Account account, Collection<Long> orgs) {
        var all = AccountTable.all(handle);
        return OrgTable.all(handle).stream()
                .filter(org -> orgs.contains(org.id()))
                .filter(org -> isAdmin(account, org))
                .filter(org -> all.stream().filter(each -> isAdmin(each, org)).count() == 1)
                .findFirst();
    }

    static <T> Outcome<T> refused(Account account, Organisation org) {
        return new Outcome.Refused<>(
                Problem.of(
                        ProblemType.USER_LAST_ADMIN,
                        account.login()
                                + " is the only enabled administrator of the organisation \""
                                + org.name()
                                + "\".",
                        "Make somebody else Admin first: freshet org add-user "
                                + org.id()
                                + " LOGIN Admin"));
    }

    private static boolean isAdmin(Account account, Organisation org) {
        return account.kind() == Account.Kind.USER
                && account.roleIn(org.id()).filter(role -> role == Role.ADMIN).isPresent()
                && !account.disabled();
    }
}
