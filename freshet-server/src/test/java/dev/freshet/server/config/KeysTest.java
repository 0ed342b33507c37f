package dev.freshet.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KeysTest {
    @Test
    void everyKeyAndDefaultIsAsPromised() {
        var table =
                Keys.all().stream()
                        .map(key -> (key.name() + " = " + key.defaultText()).strip())
                        .collect(Collectors.joining("\n"));

        assertThat(table)
                .isEqualTo(
                        """
                        [paths] data = data
                        [paths] logs = %(data)s/log
                        [paths] provisioning = conf/provisioning
                        [paths] plugins = %(data)s/plugins
                        [DEFAULT] app_mode = production
                        [server] protocol = http
                        [server] http_addr =
                        [server] http_port = 3000
                        [server] domain = localhost
                        [server] root_url = %(protocol)s://%(domain)s:%(http_port)s/
                        [server] serve_from_sub_path = false
                        [server] cert_file =
                        [server] cert_key =
                        [database] type = sqlite3
                        [database] path = freshet.db
                        [security] admin_user = admin
                        [security] admin_password =
                        [security] admin_email = admin@localhost
                        [security] disable_initial_admin_creation = false
                        [security] disable_brute_force_login_protection = false
                        [security] cookie_secure = false
                        [security] cookie_samesite = lax
                        [security] secret_key = SW2YcwTIb9zpOOhoPsMm
                        [users] auto_assign_org_role = Viewer
                        [auth] login_cookie_name = grafana_session
                        [auth] login_maximum_inactive_lifetime_duration = 7d
                        [auth] login_maximum_lifetime_duration = 30d
                        [auth.anonymous] enabled = false
                        [auth.anonymous] org_role = Viewer
                        [auth.basic] enabled = true
                        [log] mode = console file
                        [log] level = info
                        [log] filters =
                        [log.console] level =
                        [log.console] format = console
                        [log.file] level =
                        [log.file] format = text
                        [log.file] log_rotate = true
                        [log.file] max_lines = 1000000
                        [log.file] max_size_shift = 28
                        [log.file] daily_rotate = true
                        [log.file] max_days = 7
                        [metrics] enabled = true
                        [metrics] basic_auth_username =
                        [metrics] basic_auth_password =
                        [live] max_connections = 100
                        [live] message_size_limit = 8MiB
                        [live] allowed_origins =
                        [live] ha_engine =
                        [freshet.live] limit_close = terminal
                        [freshet.live] managed_idle_ttl = 7d
                        [freshet.live] managed_max_channels = 100000
                        [freshet.live] managed_max_bytes = 256MiB
                        [freshet.live] plugin_subscribe_timeout = 30s
                        [plugins] allow_loading_unsigned_plugins =
                        [freshet.plugins] runtime_dir =
                        [freshet.plugins] max_packet_bytes = 32MiB
                        [freshet.plugins] mutual_tls = false
                        [freshet.plugins] start_timeout = 1m
                        [freshet.plugins] call_timeout = 30s
                        [freshet.sources] min_interval = 1s
                        [freshet.sources] max_range = 24h
                        [freshet.sources] timeout = 10s
                        [freshet.sources] max_rows = 100000
                        [freshet.sources] max_response_bytes = 32MiB
                        [freshet.sources] kept_rows = 10000
                        [freshet.push] partial = false
                        [freshet.push] max_bytes = 16MiB
                        [freshet.server_api] enabled = false
                        [freshet.server_api] key =
                        [freshet.server_api] admins = false
                        [freshet.server_api] compatible_paths = false
                        [freshet.server_api] error_mode = reply
                        [freshet.server_api] address =
                        [freshet.server_api] port = -1
                        [freshet.server_api] max_bytes = 1MiB
                        [freshet.server_api] max_batch_commands = 1000
                        [freshet.server_api] max_broadcast_channels = 1000
                        [freshet.server_api] max_history = 1000
                        [freshet.channel.<name>] pattern =
                        [freshet.channel.<name>] subscribe = Viewer
                        [freshet.channel.<name>] publish = None
                        [freshet.channel.<name>] history_size = 0
                        [freshet.channel.<name>] history_ttl = 0
                        [freshet.channel.<name>] history_meta_ttl = 7d
                        [freshet.channel.<name>] recovery = none
                        [freshet.channel.<name>] positioned = false
                        [freshet.channel.<name>] presence = false
                        [freshet.channel.<name>] join_leave = false
                        [freshet.channel.<name>] delta = false
                        [freshet.channel.<name>] tags_filter = false
                        [freshet.channel.<name>] minimum_gap = 0
                        [freshet.channel.<name>] slow_rule = disconnect
                        [freshet.engine] ping_interval = 25s
                        [freshet.engine] pong_timeout = 10s
                        [freshet.engine] stale_timeout = 15s
                        [freshet.engine] max_subscriptions = 128
                        [freshet.engine] max_queued_bytes = 4MiB
                        [freshet.engine] handler_concurrency = 12
                        [freshet.engine] group_queue_publications = 8192
                        [freshet.engine] group_queue_bytes = 1MiB
                        [freshet.engine] max_held_bytes = 32MiB
                        [freshet.engine] max_history_bytes = 256MiB
                        [freshet.engine] max_connections_per_user = 0
                        [freshet.engine] max_subscriptions_per_user = 0
                        [freshet.engine] max_commands_per_second = 0
                        [freshet.engine] max_bytes_per_second = 0
                        [freshet.engine] max_commands_per_second_and_user = 0
                        [freshet.engine] max_bytes_per_second_and_user = 0
                        [freshet.engine] max_history = 1000
                        [freshet.engine] max_recovery = 1000
                        [freshet.engine] compression = false
                        [freshet.engine] compression_level = 1
                        [freshet.engine] compression_min_bytes = 128\
                        """);
    }

    @Test
    void everyDefaultIsAccepted() {
        var values = Values.defaults();

        for (var key : Keys.all()) {
            assertThat(values.get(key)).as(key.name().toString()).isNotNull();
        }
    }

    @Test
    void everyKeyIsExplained() {
        assertThat(Keys.all())
                .allSatisfy(key -> {
                    assertThat(key.meaning()).isNotBlank().doesNotContain("|");
                    assertThat(key.meaning()).endsWith(".");
                });
    }

    @Test
    void noKeyIsThereTwice() {
        assertThat(Keys.all().stream().map(ConfigKey::name)).doesNotHaveDuplicates();
        assertThat(Keys.all().stream().map(key -> key.name().variable())).doesNotHaveDuplicates();
    }

    @Test
    void grafanasListIsRead() {
        assertThat(GrafanaKeys.all())
                .hasSizeGreaterThan(550)
                .contains(
                        new KeyName("DEFAULT", "app_mode"),
                        new KeyName("smtp", "startTLS_policy"),
                        new KeyName("unified_alerting.screenshots", "capture"));
    }
}
