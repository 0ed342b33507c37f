package dev.freshet.server.identity;

import dev.freshet.server.auth.AuthKind;
import dev.freshet.server.auth.Role;
import dev.freshet.server.auth.SignedInUser;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A person or a service account.
///
/// @param login in lower case, unique among both kinds
/// @param password null when there is none to sign in with
public record Account(
        long id,
        Kind kind,
        String login,
        String name,
        String email,
        long orgId,
        Role role,
        boolean disabled,
        @Nullable PasswordHash password,
        Instant createdAt) {
    /// What an Editor may do beyond reading (`spec/grafana-live.md` §3).
    private static final Set<String> EDITING = Set.of("live:push");

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

    SignedInUser signedIn(AuthKind authKind) {
        return new SignedInUser(id, uid(), login, name, orgId, role, permissions(role), authKind);
    }

    static Set<String> permissions(Role role) {
        return role.includes(Role.EDITOR) ? EDITING : Set.of();
    }
}
