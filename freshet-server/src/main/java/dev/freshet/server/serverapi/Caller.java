package dev.freshet.server.serverapi;

import dev.freshet.server.auth.AuthKind;
import dev.freshet.server.auth.Role;
import dev.freshet.server.auth.SignedInUser;
import java.util.Set;

/// Who calls a method: the holder of the key, who may name channels of every organisation, or an
/// Admin of one.
record Caller(SignedInUser user) {
    private static final long FIRST_ORG = 1;

    /// The holder of the key.
    static final SignedInUser KEY_HOLDER = keyHolder(FIRST_ORG);

    private static SignedInUser keyHolder(long orgId) {
        return new SignedInUser(
                0,
                "server-api",
                "server-api",
                "Server API key",
                orgId,
                Role.ADMIN,
                Set.of(),
                AuthKind.API_KEY);
    }

    /// The organisation of channels that are named without one.
    long orgId() {
        return user.orgId();
    }

    boolean mayNameAnyOrg() {
        return user.kind() == AuthKind.API_KEY;
    }

    /// The same caller as a member of the organisation.
    SignedInUser in(long org) {
        return org == orgId() ? user : keyHolder(org);
    }
}
