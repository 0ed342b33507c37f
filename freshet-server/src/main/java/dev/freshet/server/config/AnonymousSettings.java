package dev.freshet.server.config;

import dev.freshet.server.auth.Role;

/// `[auth.anonymous]`: whether and as what people without credentials come in.
public record AnonymousSettings(boolean enabled, Role orgRole) {
    public static AnonymousSettings defaults() {
        return from(Values.defaults());
    }

    static AnonymousSettings from(Values values) {
        return new AnonymousSettings(
                values.get(Keys.ANONYMOUS_ENABLED), values.get(Keys.ANONYMOUS_ORG_ROLE));
    }
}
