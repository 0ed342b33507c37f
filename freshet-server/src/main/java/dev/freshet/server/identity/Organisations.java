package dev.freshet.server.identity;

import dev.freshet.server.auth.Role;
import dev.freshet.server.config.NearestName;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Organisations and who belongs to them; any thread.
///
/// Everywhere, `org` is the name of an organisation or its number; a name goes first.
public final class Organisations {
    private static final int LONGEST_NAME = 190;
    private static final int MOST_NAMED = 10;

    private final IdentityCache cache;
    private final InstantSource clock;

    Organisations(IdentityCache cache, InstantSource clock) {
        this.cache = cache;
        this.clock = clock;
    }

    /// An organisation with how many people belong to it.
    public record Listed(Organisation organisation, long members) {}

    /// A deleted organisation.
    ///
    /// @param accounts logins of those who belonged to no other one, and are deleted too
    public record Deleted(Organisation organisation, List<String> accounts) {}

    /// A person's place in an organisation.
    public record Membership(Organisation organisation, Account account) {}

    /// From memory; empty when there is none.
    public Optional<Organisation> find(long id) {
        return Optional.ofNullable(cache.picture().orgs().get(id));
    }

    /// All, by number.
    public CompletionStage<List<Listed>> list() {
        return cache.refresh()
                .thenApply(_ -> {
                    var picture = cache.picture();
                    return picture.orgs().values().stream()
                            .sorted(Comparator.comparingLong(Organisation::id))
                            .map(org -> new Listed(org, people(picture, org)))
                            .toList();
                });
    }

    /// Makes an organisation that nobody belongs to yet.
    public CompletionStage<Outcome<Organisation>> create(String name) {
        return cache.change(handle -> {
            var fault = fault(handle, name.strip());
            return fault != null
                    ? new Outcome.Refused<>(fault)
                    : new Outcome.Done<>(OrgTable.insert(handle, name.strip(), clock.instant()));
        });
    }

    /// Gives it another name.
    public CompletionStage<Outcome<Organisation>> rename(String org, String name) {
        return cache.change(handle -> {
            var orgs = OrgTable.all(handle);
            var found = find(orgs, org);
            if (found.isEmpty()) {
                return unknown(org, orgs);
            }
            var fault = fault(handle, name.strip());
            if (fault != null && !found.get().name().equals(name.strip())) {
                return new Outcome.Refused<>(fault);
            }
            OrgTable.rename(handle, found.get().id(), name.strip());
            return new Outcome.Done<>(
                    new Organisation(found.get().id(), name.strip(), found.get().createdAt()));
        });
    }

    /// Deletes it with its data sources and service accounts. People are in one of their other
    /// organisations then when they name none; those who have no other are in the way.
    ///
    /// @param withUsers whether those go, too
    public CompletionStage<Outcome<Deleted>> delete(String org, boolean withUsers) {
        return cache.change(handle -> {
            var orgs = OrgTable.all(handle);
            var found = find(orgs, org);
            if (found.isEmpty()) {
                return unknown(org, orgs);
            }
            if (found.get().isMain()) {
                return isMain(found.get());
            }
            var members = members(handle, found.get().id());
            var people = onlyThere(members, found.get().id()).filter(Organisations::isPerson);
            var inTheWay = withUsers ? List.<String>of() : people.map(Account::login).toList();
            return inTheWay.isEmpty()
                    ? new Outcome.Done<>(delete(handle, found.get(), members))
                    : wouldHaveNone(found.get(), inTheWay);
        });
    }

    private static Deleted delete(Handle handle, Organisation org, List<Account> members) {
        var gone = onlyThere(members, org.id()).map(Account::login).toList();
        for (var account : members) {
            another(account, org.id())
                    .ifPresentOrElse(
                            other -> AccountTable.leave(handle, account, org.id(), other),
                            () -> AccountTable.delete(handle, account.id()));
        }
        OrgTable.delete(handle, org.id());
        return new Deleted(org, gone);
    }

    /// Makes somebody a member, or changes their role.
    public CompletionStage<Outcome<Membership>> addUser(String org, String login, Role role) {
        return change(
                org,
                login,
                (handle, member) -> {
                    long id = member.organisation().id();
                    var orphan =
                            role == Role.ADMIN
                                    ? Optional.<Organisation>empty()
                                    : Admins.orphan(handle, member.account(), Set.of(id));
                    if (orphan.isPresent()) {
                        return Admins.refused(member.account(), orphan.get());
                    }
                    AccountTable.setRole(handle, member.account().id(), id, role);
                    return new Outcome.Done<>(member);
                });
    }

    /// Ends a membership; everybody stays a member of one organisation at least.
    public CompletionStage<Outcome<Membership>> removeUser(String org, String login) {
        return change(
                org,
                login,
                (handle, member) -> {
                    long id = member.organisation().id();
                    var account = member.account();
                    if (account.roleIn(id).isEmpty()) {
                        return noMember(member);
                    }
                    var other = another(account, id);
                    if (other.isEmpty()) {
                        return lastOne(member);
                    }
                    var orphan = Admins.orphan(handle, account, Set.of(id));
                    if (orphan.isPresent()) {
                        return Admins.refused(account, orphan.get());
                    }
                    AccountTable.leave(handle, account, id, other.get());
                    return new Outcome.Done<>(member);
                });
    }

    static Optional<Organisation> find(List<Organisation> orgs, String org) {
        return orgs.stream()
                .filter(each -> each.name().equals(org))
                .findFirst()
                .or(() ->
                        orgs.stream()
                                .filter(each -> Long.toString(each.id()).equals(org))
                                .findFirst());
    }

    static <T> Outcome<T> unknown(String org, List<Organisation> orgs) {
        var nearest = NearestName.to(org, orgs.stream().map(Organisation::name).toList());
        return refused(
                ProblemType.ORG_UNKNOWN,
                "There is no organisation " + shown(org) + ".",
                nearest.map(name -> "Did you mean \"" + name + "\"? ").orElse("")
                        + "freshet org list shows all.");
    }

    /// What is done with somebody and an organisation, both known to exist.
    @FunctionalInterface
    private interface Work {
        Outcome<Membership> apply(Handle handle, Membership member);
    }

    private CompletionStage<Outcome<Membership>> change(String org, String login, Work work) {
        return cache.change(handle -> {
            var orgs = OrgTable.all(handle);
            var found = find(orgs, org);
            if (found.isEmpty()) {
                return unknown(org, orgs);
            }
            var account = Users.find(handle, login.toLowerCase(Locale.ROOT));
            if (account == null || !isPerson(account)) {
                return Users.unknown(login);
            }
            return work.apply(handle, new Membership(found.get(), account));
        });
    }

    private static List<Account> members(Handle handle, long orgId) {
        return AccountTable.all(handle).stream()
                .filter(account -> account.roleIn(orgId).isPresent())
                .toList();
    }

    private static Stream<Account> onlyThere(List<Account> members, long orgId) {
        return members.stream().filter(account -> another(account, orgId).isEmpty());
    }

    private static boolean isPerson(Account account) {
        return account.kind() == Account.Kind.USER;
    }

    private static Optional<Long> another(Account account, long orgId) {
        return account.roles().keySet().stream()
                .filter(org -> org != orgId)
                .min(Comparator.naturalOrder());
    }

    private static long people(Picture picture, Organisation org) {
        return picture.byId().values().stream()
                .filter(Organisations::isPerson)
                .filter(account -> account.roleIn(org.id()).isPresent())
                .count();
    }

    private static @Nullable Problem fault(Handle handle, String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.matches(".*\\p{Cntrl}.*")) {
            return Problem.of(
                    ProblemType.ORG_BAD_VALUE,
                    "\"" + shown(name) + "\" is no name of an organisation.",
                    "Use 1 to 190 printable characters.");
        }
        return OrgTable.all(handle).stream().anyMatch(org -> org.name().equals(name))
                ? Problem.of(
                        ProblemType.ORG_EXISTS,
                        "There is an organisation \"" + name + "\" already.",
                        "Choose another name, or rename that one: freshet org rename")
                : null;
    }

    private static <T> Outcome<T> isMain(Organisation org) {
        return refused(
                ProblemType.ORG_IS_MAIN,
                "\"" + org.name() + "\" is the main organisation, which cannot be deleted.",
                "Give it another name: freshet org rename 1 NAME");
    }

    private static Outcome<Membership> noMember(Membership member) {
        return refused(
                ProblemType.USER_UNKNOWN,
                member.account().login()
                        + " does not belong to \""
                        + member.organisation().name()
                        + "\".",
                "freshet user list shows who belongs where.");
    }

    private static Outcome<Deleted> wouldHaveNone(Organisation org, List<String> logins) {
        var more = logins.size() - MOST_NAMED;
        return refused(
                ProblemType.ORG_LAST_ONE,
                "These users belong to no other organisation: "
                        + String.join(", ", logins.subList(0, Math.min(MOST_NAMED, logins.size())))
                        + (more > 0 ? " and " + more + " more" : "")
                        + ". Nothing was deleted.",
                "Add them to another one first, or have them deleted, too: freshet org delete "
                        + org.id()
                        + " --with-users");
    }

    private static Outcome<Membership> lastOne(Membership member) {
        return refused(
                ProblemType.ORG_LAST_ONE,
                member.account().login() + " belongs to no other organisation.",
                "Add them to another one first, or delete them: freshet user delete "
                        + member.account().login());
    }

    private static String shown(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }

    private static <T> Outcome<T> refused(ProblemType type, String message, String hint) {
        return new Outcome.Refused<>(Problem.of(type, message, hint));
    }
}
