package dev.freshet.server.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.plugins.ResourceReply;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceHeadersTest {
    private static final byte[] BODY = "body".getBytes(UTF_8);

    @Test
    void nothingThatSaysWhoSomebodyIsReachesAPlugin() {
        var sent = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        sent.put("cookie", "grafana_session=1");
        sent.put("authorization", "Bearer x");
        sent.put("x-jwt-assertion", "ey");
        sent.put("x-webauth-user", "ada");
        sent.put("x-grafana-org-id", "2");
        sent.put("x-forwarded-for", "10.0.0.1");
        sent.put("host", "grafana.example");
        sent.put("content-type", "text/plain");
        sent.put("accept-language", "de");

        assertThat(ResourceHeaders.forPlugin(sent::get))
                .isEqualTo(
                        Map.of(
                                "Content-Type",
                                List.of("text/plain"),
                                "Accept-Language",
                                List.of("de")));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 100, 101, 199, 600, 1_000_000})
    void aStatusThatIsNoAnswersIsAProblem(int status) {
        var answer = ResourceHeaders.response("p", new ResourceReply(status, Map.of(), BODY));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(new String(answer.body(), UTF_8)).contains("Plugin \\\"p\\\"", "" + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void anAnswerThatMayHaveNoBodyHasNone(int status) {
        var answer = ResourceHeaders.response("p", new ResourceReply(status, Map.of(), BODY));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void whatConcernsTheConnectionOrThisServerIsKeptBack() {
        var headers = new TreeMap<String, List<String>>();
        for (var name :
                List.of(
                        "set-COOKIE",
                        "Transfer-Encoding",
                        "content-length",
                        "Access-Control-Allow-Origin",
                        "Content-Security-Policy",
                        "Clear-Site-Data",
                        "WWW-Authenticate")) {
            headers.put(name, List.of("x"));
        }
        headers.put("Connection", List.of("close, X-Hop"));
        headers.put("x-hop", List.of("1"));
        headers.put("Bad name", List.of("1"));
        headers.put("X-Split", List.of("a\r\nb: c"));
        headers.put("ETag", List.of("\"1\""));

        var answer = ResourceHeaders.response("p", new ResourceReply(200, headers, BODY));

        assertThat(answer.headers())
                .containsExactly(
                        "Content-Type",
                        "application/json",
                        "ETag",
                        "\"1\"",
                        "Content-Security-Policy",
                        "sandbox");
    }

    @Test
    void headersWithoutEndAreAProblem() {
        var headers = Map.of("X-Long", List.of("x".repeat(20_000)));

        var answer = ResourceHeaders.response("p", new ResourceReply(200, headers, BODY));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(new String(answer.body(), UTF_8)).contains("more than 16 KiB of headers");
    }
}
