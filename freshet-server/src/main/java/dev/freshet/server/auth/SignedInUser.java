package dev.freshet.server.auth;

import java.util.Set;

/// Who is asking, in which organisation: the one identity for every way in.
///
/// Instances are immutable and shared by all connections of the same credential.
///
/// @param id the numeric id, 0 for anonymous
/// @param uid a stable text id, for example `u000001` or `sa000003`
/// @param permissions actions beyond the role, for example `live:push`
public record SignedInUser(
        long id,
        String uid,
        String login,
        String name,
        long orgId,
        Role role,
        Set<String> permissions,
        AuthKind kind) {
    public SignedInUser {
        permissions = Set.copyOf(permissions);
    }

    /// True when the role includes `required`.
    public boolean is(Role required) {
        return role.includes(required);
    }

    /// True when the permission was granted, by role or by name.
    public boolean may(String permission) {
        return permissions.contains(permission);
    }
}
