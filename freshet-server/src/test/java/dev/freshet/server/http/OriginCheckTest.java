package dev.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.freshet.engine.transport.PageAccess;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginCheckTest {
    @ParameterizedTest(name = "{0} on {1}, root {2}, allowed {3}: {4}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "- | grafana.lan | http://localhost:3000/ | '' | true",
                "https://any.example | grafana.lan | http://localhost:3000/ | * | true",
                "https://any.example | grafana.lan | http://localhost:3000/ | *,https://a.example |"
                        + " true",
                "http://grafana.lan:3000 | grafana.lan:3000 | http://localhost:3000/ | '' | true",
                "HTTP://Grafana.LAN:3000 | grafana.lan:3000 | http://localhost:3000/ | '' | true",
                "http://grafana.lan | grafana.lan:3000 | http://localhost:3000/ | '' | false",
                "https://grafana.example | backend:3000 | https://grafana.example/ | '' | true",
                "https://grafana.example | backend:3000 | https://grafana.example:8443/sub/ | '' |"
                        + " true",
                "https://grafana.example:8443 | backend:3000 | https://grafana.example:8443/ | '' |"
                        + " true",
                "https://grafana.example:9000 | backend:3000 | https://grafana.example:8443/ | '' |"
                        + " false",
                "https://grafana.example:443 | backend:3000 | https://grafana.example/ | '' |"
                        + " false",
                "http://grafana.example | backend:3000 | https://grafana.example/ | '' | false",
                "https://dash.example.org | backend | http://localhost:3000/ |"
                        + " https://*.example.org | true",
                "https://DASH.example.org | backend | http://localhost:3000/ |"
                        + " https://dash.example.org | false",
                "https://a.lan | backend | http://localhost:3000/ | ' https://b.lan , https://a.lan"
                        + " ,, ' | true",
                "https://grafana.lan | backend | http://localhost:3000/ |"
                        + " '{http,https}://grafana.lan' | true",
                "null | backend | http://localhost:3000/ | '' | false",
                "not a url | backend | http://localhost:3000/ | * not* | false",
                "http://evil.example | - | http://localhost:3000/ | '' | false",
                "http://[::1]:3000 | backend | http://[::1]:3000/ | '' | true",
                "http://[::1] | backend | http://[::1]:3000/ | '' | true"
            })
    void originIsJudgedAsGrafanaDoes(
            String origin, String host, String rootUrl, String allowed, boolean accepted) {
        var check = new OriginCheck(URI.create(rootUrl), List.of(allowed.split(",", -1)));

        assertThat(check.refusal(origin, host).isEmpty()).isEqualTo(accepted);
    }

    @Test
    void refusalNamesOriginHostAndSetting() {
        var check =
                new OriginCheck(URI.create("https://grafana.example/"), List.of("https://a.lan"));

        var problem = check.refusal("https://evil.example", "backend:3000").orElseThrow();

        assertThat(problem.message()).contains("https://evil.example", "backend:3000");
        assertThat(problem.hint())
                .contains(
                        "allowed_origins", "root_url", "https://grafana.example/", "https://a.lan");
    }

    @Test
    void patternThatDoesNotCompileStopsTheStart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OriginCheck(URI.create("http://a/"), List.of("https://[a")))
                .withMessageContaining("https://[a");
    }

    @ParameterizedTest(name = "{0} on grafana.lan, allowed {1}: {2}, cookies {3}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "- | * | - | false",
                "http://grafana.lan | '' | http://grafana.lan | true",
                "http://grafana.lan | * | http://grafana.lan | true",
                "https://a.dash.example | https://*.dash.example | https://a.dash.example | true",
                "https://evil.example | https://*.dash.example | - | false",
                "https://any.example | * | https://any.example | false",
                "https://any.example | *,https://a.example | https://any.example | false",
                "https://a.example | *,https://a.example | https://a.example | true",
                "null | * | null | false",
                "null | null | null | false",
                "https://a b.example | * | - | false",
            })
    void pageReadsWhatItMayOpenAndWhatItsCookiesBringOnlyWhenItWasMeant(
            String origin, String allowed, String readable, boolean withCookies) {
        var check = new OriginCheck(URI.create("http://localhost:3000/"), List.of(allowed));

        assertThat(check.access(origin, "grafana.lan"))
                .isEqualTo(new PageAccess(readable, withCookies));
    }
}
