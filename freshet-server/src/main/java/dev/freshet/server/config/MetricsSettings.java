package dev.freshet.server.config;

/// `[metrics]`: whether `/metrics` is served, and to whom.
///
/// @param username with `password`: what must be shown; both empty for everybody
public record MetricsSettings(boolean enabled, String username, Secret password) {
    static MetricsSettings from(Values values) {
        var username = values.get(Keys.METRICS_USERNAME);
        var password = values.get(Keys.METRICS_PASSWORD);
        if (username.isEmpty() == password.isSet()) {
            values.reject(
                    Keys.METRICS_USERNAME,
                    "and basic_auth_password are only of use together; set both or none");
        }
        return new MetricsSettings(values.get(Keys.METRICS_ENABLED), username, password);
    }
}
