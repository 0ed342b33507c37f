package dev.freshet.server.identity;

import dev.freshet.server.config.AnonymousSettings;
import dev.freshet.server.config.AuthSettings;
import dev.freshet.server.config.SecuritySettings;

/// The topics of the configuration that identity is about.
public record IdentitySettings(
        AuthSettings auth, SecuritySettings security, AnonymousSettings anonymous) {
    public static IdentitySettings defaults() {
        return new IdentitySettings(
                AuthSettings.defaults(), SecuritySettings.defaults(), AnonymousSettings.defaults());
    }
}
