package dev.freshet.server.config;

import dev.freshet.server.auth.Role;

/// `[users]`.
///
/// @param autoAssignOrgRole the role of a new user when none is named
public record UsersSettings(Role autoAssignOrgRole) {
    static UsersSettings from(Values values) {
        return new UsersSettings(values.get(Keys.AUTO_ASSIGN_ORG_ROLE));
    }
}
