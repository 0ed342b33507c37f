package dev.freshet.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.server.auth.Role;
import dev.freshet.server.config.ConfigSources.CommandLineSetting;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsLoaderTest {
    @TempDir Path directory;

    @Test
    void withoutAnySourceTheDefaultsHold() throws InvalidConfig {
        var settings = SettingsLoader.load(ConfigSources.none()).settings();

        assertThat(settings.server().rootUrl()).isEqualTo(URI.create("http://localhost:3000/"));
        assertThat(settings.server().subPath()).isEmpty();
        assertThat(settings.live().maxConnections()).isEqualTo(100);
        assertThat(settings.live().messageSizeLimit()).isEqualTo(8 << 20);
        assertThat(settings.anonymous()).isEqualTo(new AnonymousSettings(false, Role.VIEWER));
        assertThat(settings.auth().loginCookieName()).isEqualTo("grafana_session");
        assertThat(settings.auth().maxLifetime()).isEqualTo(Duration.ofDays(30));
        assertThat(settings.security().adminPassword()).isEqualTo(Secret.NONE);
        assertThat(settings.database().path()).isEqualTo(Path.of("data", "freshet.db"));
        assertThat(settings.paths().logs()).isEqualTo(Path.of("data/log"));
        assertThat(settings.channels()).isEmpty();
        assertThat(settings.engine().pingInterval()).isEqualTo(Duration.ofSeconds(25));
        assertThat(settings.metrics()).isEqualTo(new MetricsSettings(true, "", Secret.NONE));
        assertThat(settings.log().file()).isNotNull();
        assertThat(settings.log().console()).isNotNull();
    }

    @Test
    void theCommandLineGoesBeforeTheEnvironmentAndThatBeforeTheFile() throws Exception {
        var file = file("[server]\nhttp_port = 1\ndomain = file\nhttp_addr = 127.0.0.1\n");
        var environment = Map.of("GF_SERVER_HTTP_PORT", "2", "GF_SERVER_DOMAIN", "environment");
        var override = new CommandLineSetting("server", "http_port", "3", "--port");

        var loaded = SettingsLoader.load(new ConfigSources(file, environment, List.of(override)));

        var server = loaded.settings().server();
        assertThat(server.httpPort()).isEqualTo(3);
        assertThat(server.domain()).isEqualTo("environment");
        assertThat(server.httpAddr()).isEqualTo("127.0.0.1");
        assertThat(server.rootUrl()).isEqualTo(URI.create("http://environment:3/"));
        assertThat(loaded.effective())
                .contains(
                        new EffectiveSetting(
                                "server", "http_port", "3", new Origin.CommandLine("--port")),
                        new EffectiveSetting(
                                "server",
                                "domain",
                                "environment",
                                new Origin.Environment("GF_SERVER_DOMAIN")),
                        new EffectiveSetting(
                                "server",
                                "http_addr",
                                "127.0.0.1",
                                new Origin.FileLine(file.toString(), 4)),
                        new EffectiveSetting(
                                "live", "max_connections", "100", new Origin.Default()));
    }

    @Test
    void variablesReachSectionsWithDotsAndChannels() throws Exception {
        var file = file("[freshet.channel.load-test]\npattern = stream/load/*\n");
        var environment =
                Map.of(
                        "GF_AUTH_ANONYMOUS_ENABLED", "true",
                        "GF_AUTH_ANONYMOUS_ORG_ROLE", "Editor",
                        "GF_FRESHET_LIVE_LIMIT_CLOSE", "retry",
                        "GF_FRESHET_CHANNEL_LOAD_TEST_PUBLISH", "Admin",
                        "GF_FRESHET_CHANNEL_BENCH_PATTERN", "stream/bench/*");

        var settings = load(file, environment).settings();

        assertThat(settings.anonymous()).isEqualTo(new AnonymousSettings(true, Role.EDITOR));
        assertThat(settings.live().limitClose()).isEqualTo(LiveSettings.LimitClose.RETRY);
        assertThat(settings.channels())
                .containsExactly(
                        new ChannelSettings(
                                "bench",
                                "stream/bench/*",
                                Role.VIEWER,
                                null,
                                ChannelOptions.defaults()),
                        new ChannelSettings(
                                "load-test",
                                "stream/load/*",
                                Role.VIEWER,
                                Role.ADMIN,
                                ChannelOptions.defaults()));
    }

    @Test
    void valuesMayStandInVariablesAndFiles() throws Exception {
        var secret = Files.writeString(directory.resolve("password"), "from # file;%(x)s\n");
        var file =
                file(
                        """
                        [security]
                        admin_password = $__file{%s}
                        admin_user = ${WHO}-$__env{WHO}
                        [metrics]
                        basic_auth_username = m
                        """
                                .formatted(secret));
        var environment =
                Map.of("WHO", "${root}", "GF_METRICS_BASIC_AUTH_PASSWORD__FILE", secret.toString());

        var settings = load(file, environment).settings();

        assertThat(settings.security().adminPassword().reveal()).isEqualTo("from # file;%(x)s");
        assertThat(settings.security().adminUser()).isEqualTo("${root}-${root}");
        assertThat(settings.metrics().password().reveal()).isEqualTo("from # file;%(x)s");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceWithItsPlace() throws Exception {
        var file =
                file(
                        """
                        [server]
                        protocol = gopher
                        http_port = 70000
                        root_url = dash.example
                        nonsense
                        [live]
                        max_connections = many
                        ha_engine = redis
                        [auth]
                        login_maximum_lifetime_duration = 30
                        login_maximum_lifetime_days = 30
                        login_cookie_name = a b
                        [log]
                        mode = console syslog
                        level = loud
                        filters = live
                        [freshet.push]
                        max_byte = 3
                        [freshet.channel.x]
                        subscribe = Viewer
                        [freshet.engine]
                        pong_timeout = 30s
                        """);

        var problems = problems(file, Map.of("GF_FRESHET_PUSH_MAX_BYTES", "lots"));

        assertThat(problems)
                .containsExactlyInAnyOrder(
                        "5: \"nonsense\" is neither a section nor a key; write key = value, or"
                                + " begin the line with ; when it is a comment.",
                        "11: [auth] login_maximum_lifetime_days no longer exists; write"
                                + " login_maximum_lifetime_duration, for example 30d.",
                        "18: [freshet.push] max_byte is not known; did you mean max_bytes?",
                        "2: [server] protocol = gopher is not one of http, https.",
                        "3: [server] http_port = 70000 is not between 0 and 65535.",
                        "4: [server] root_url = dash.example is no web address, for example"
                                + " https://dash.example/grafana/.",
                        "7: [live] max_connections = many is not a whole number.",
                        "8: [live] ha_engine = redis is not available: this version runs as one"
                                + " node; leave ha_engine empty.",
                        "10: [auth] login_maximum_lifetime_duration = 30 is not a duration; write a"
                            + " number with ms, s, m, h, d, w, M (30 days) or y, for example 10s or"
                            + " 7d.",
                        "12: [auth] login_cookie_name = a b is no cookie name; use up to 64"
                                + " letters, digits, _ . and -.",
                        "14: [log] mode = console syslog names syslog, which is neither console nor"
                                + " file.",
                        "15: [log] level = loud is not one of trace, debug, info, warn, error,"
                                + " critical.",
                        "16: [log] filters = live has live; write name:level, as in live:debug.",
                        "default: [freshet.channel.x] pattern =  is missing; write for example"
                                + " pattern = stream/bench/*.",
                        "22: [freshet.engine] pong_timeout = 30s is not shorter than ping_interval,"
                                + " 25s.",
                        "GF_FRESHET_PUSH_MAX_BYTES: [freshet.push] max_bytes = lots is not a size;"
                            + " write bytes, or a number with KiB, MiB or GiB, for example 16MiB.");
    }

    @Test
    void httpsNeedsACertificate() throws Exception {
        var problems = problems(file("[server]\nprotocol = https\ncert_file = a.pem\n"), Map.of());

        assertThat(problems)
                .containsExactly(
                        "2: [server] protocol = https needs [server] cert_file and cert_key; set"
                                + " both to PEM files, or protocol to http.");
    }

    @Test
    void withHttpsTheCookieIsSecure() throws Exception {
        var file = file("[server]\nprotocol = https\ncert_file = a.pem\ncert_key = b.pem\n");

        assertThat(load(file, Map.of()).settings().security().cookieSecure()).isTrue();
    }

    @Test
    void anOriginWithoutASchemeIsWarnedOf() throws Exception {
        var warnings =
                load(
                                file(""),
                                Map.of(
                                        "GF_LIVE_ALLOWED_ORIGINS",
                                        "dash.example, https://ok.example, *.any.example"))
                        .warnings();

        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("\"dash.example\"", "write https://dash.example");
    }

    @Test
    void grafanasOwnKeysAreSilentAndOthersOfItsSectionsAreWarnings() throws Exception {
        var file =
                file(
                        """
                        app_mode = production
                        [smtp]
                        enabled = true
                        [plugin.some-panel]
                        anything = goes
                        [feature_toggles]
                        enable = provisioning
                        [live]
                        max_conections = 5
                        [server]
                        min_tls_version = TLS1.2
                        """);

        var warnings = load(file, Map.of("GF_LIVE_MAX_CONNECTION", "5")).warnings();

        assertThat(warnings.stream().map(SettingsLoaderTest::shown))
                .containsExactlyInAnyOrder(
                        "GF_LIVE_MAX_CONNECTION: No setting belongs to this variable; did you mean"
                                + " GF_LIVE_MAX_CONNECTIONS?",
                        "9: [live] max_conections is not known; did you mean max_connections?",
                        "11: [server] min_tls_version is not known; freshet config docs lists the"
                                + " settings.");
    }

    @Test
    void aKeyThatIsSetTwiceIsAWarning() throws Exception {
        var file = file("[live]\nmax_connections = 5\nmax_connections = 6\n");

        var loaded = load(file, Map.of());

        assertThat(loaded.settings().live().maxConnections()).isEqualTo(6);
        assertThat(loaded.warnings().toString()).contains(":3", ":2", "this line wins");
    }

    @Test
    void keysThatReferToEachOtherAreRefused() throws Exception {
        var problems =
                problems(
                        file("[server]\ndomain = %(http_addr)s\nhttp_addr = %(domain)s\n"),
                        Map.of());

        assertThat(problems).allMatch(problem -> problem.contains("refers to itself"));
        assertThat(problems).isNotEmpty();
    }

    @Test
    void valuesCannotGrowWithoutEndByReferringToEachOther() throws Exception {
        var text = new StringBuilder("[server]\nk0 = " + "x".repeat(100) + "\n");
        for (int i = 1; i < 60; i++) {
            text.append("k%d = %%(k%d)s%%(k%d)s%%(k%d)s\n".formatted(i, i - 1, i - 1, i - 1));
        }
        text.append("domain = %(k59)s\n");

        var problems = problems(file(text.toString()), Map.of());

        assertThat(problems.toString()).contains("longer than 64 KiB");
    }

    @Test
    void secretsAreInNoMessageAndMaskedInThePrint() throws Exception {
        var file =
                file(
                        """
                        [security]
                        admin_password = hunter2
                        [metrics]
                        basic_auth_password = hunter3
                        """);

        var problems = problems(file, Map.of());
        var loaded = load(file, Map.of("GF_METRICS_BASIC_AUTH_USERNAME", "m"));

        assertThat(problems.toString()).contains("basic_auth_username").doesNotContain("hunter");
        assertThat(loaded.toString()).doesNotContain("hunter");
        assertThat(loaded.effective().toString()).contains("*********");
    }

    @Test
    void anUnreadableFileSaysWhy() throws Exception {
        var broken = directory.resolve("latin.ini");
        Files.write(broken, "[server]\ndomain = f\u00fcr".getBytes(StandardCharsets.ISO_8859_1));
        var large = Files.writeString(directory.resolve("large.ini"), ";".repeat((1 << 20) + 1));

        assertThat(problems(directory.resolve("none.ini"), Map.of()).toString())
                .contains("none.ini", "does not exist");
        assertThat(problems(broken, Map.of()).toString()).contains("is not UTF-8 text");
        assertThat(problems(large, Map.of()).toString()).contains("over 1 MiB");
        assertThat(problems(directory, Map.of()).toString()).contains("cannot be read");
    }

    @Test
    void theExampleOfGrafanaWithEverythingCommentedOutIsAccepted() throws Exception {
        var file =
                file(
                        """
                        ##################### Grafana Configuration #####################
                        [log]
                        ;mode = console file
                        level =
                        [database]
                        type =
                        [log.file]
                        max_days =
                        """);

        var loaded = load(file, Map.of("GF_PATHS_HOME", "/usr/share/grafana", "PATH", "/bin"));

        assertThat(loaded.settings())
                .isEqualTo(SettingsLoader.load(ConfigSources.none()).settings());
        assertThat(loaded.warnings()).isEmpty();
    }

    private LoadedConfig load(Path file, Map<String, String> environment) throws InvalidConfig {
        return SettingsLoader.load(new ConfigSources(file, environment, List.of()));
    }

    private List<String> problems(Path file, Map<String, String> environment) {
        var invalid = catchThrowableOfType(InvalidConfig.class, () -> load(file, environment));
        assertThat(invalid).isNotNull();
        return invalid.problems().stream().map(SettingsLoaderTest::shown).toList();
    }

    private static String shown(ConfigProblem problem) {
        return problem.toString().replaceFirst("^.*custom\\.ini:", "");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("custom.ini"), text);
    }
}
