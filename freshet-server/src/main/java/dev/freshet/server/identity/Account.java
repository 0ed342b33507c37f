package dev.freshet.server.identity;

import dev.freshet.server.auth.AuthKind;
import dev.freshet.server.auth.Role;
import dev.freshet.server.auth.SignedInUser;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A person or a service account.
///
/// @param login in lower case, unique among both kinds
/// @param orgId the organisation that it is in when it names none
/// @param roles by organisation; one is `orgId`
/// @param password null when there is none to sign in with
public record Account(
        long id,
        Kind kind,
        String login,
        String name,
        String email,
        long orgId,
        Map<Long, Role> roles,
        boolean disabled,
        @Nullable PasswordHash password,
        Instant createdAt) {
    /// What an Editor may do beyond reading (`spec/grafana-live.md` §3).
    private static final Set<String> EDITING = Set.of("live:push");

    public Account {
        roles = Map.copyOf(roles);
        if (!roles.containsKey(orgId)) {
            throw new IllegalArgumentException(login + " does not belong to its organisation");
        }
    }

    /// Who uses the account.
    public enum Kind {
        USER,
        SERVICE;

        String stored() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A stable text id, for example `u000001` or `sa000003`.
    public String uid() {
        return String.format(Locale.ROOT, kind == Kind.USER ? "u%06d" : "sa%06d", id);
    }

    /// The role in its own organisation.
    public Role role() {
        return roleIn(orgId).orElseThrow();
    }

    /// The role in an organisation, empty when it does not belong to it.
    public Optional<Role> roleIn(long org) {
        return Optional.ofNullable(roles.get(org));
    }

    /// As a member of its own organisation.
    SignedInUser signedIn(AuthKind authKind) {
        return signedIn(authKind, orgId, role());
    }

    /// As a member of an organisation, empty when it does not belong to it.
    Optional<SignedInUser> signedIn(AuthKind authKind, long org) {
        return roleIn(org).map(role -> signedIn(authKind, org, role));
    }

    private SignedInUser signedIn(AuthKind authKind, long org, Role role) {
        return new SignedInUser(id, uid(), login, name, org, role, permissions(role), authKind);
    }

    static Set<String> permissions(Role role) {
        return role.includes(Role.EDITOR) ? EDITING : Set.of();
    }
}
