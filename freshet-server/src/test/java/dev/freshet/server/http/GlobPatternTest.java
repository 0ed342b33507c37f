package dev.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobPatternTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://*.example.org | https://a.example.org | true",
                "https://*.example.org | https://a.b.example.org | true",
                "https://*.example.org | https://example.org | false",
                "https://*.example.org | http://a.example.org | false",
                "https://*.example.org | https://a.example.org.evil | false",
                "http://localhost:* | http://localhost:3000 | true",
                "http://localhost:* | http://localhost | false",
                "{http,https}://grafana.lan | https://grafana.lan | true",
                "{http,https}://grafana.lan | ftp://grafana.lan | false",
                "{a,{b,c}d}x | cdx | true",
                "{a,{b,c}d}x | bx | false",
                "{,www.}a | a | true",
                "{,www.}a | www.a | true",
                "h[abc]t | hat | true",
                "h[!abc]t | hat | false",
                "h[!abc]t | hut | true",
                "h[a-c0-9]t | h7t | true",
                "h[a-c]t | hdt | false",
                "h[a-]t | h-t | true",
                "h?t | hot | true",
                "h?t | ht | false",
                "a\\*b | a*b | true",
                "a\\*b | axb | false",
                "* | '' | true",
                "** | anything:/. | true",
                "a,b | a,b | true",
                "A | a | false"
            })
    void patternMatchesTheWholeText(String pattern, String text, boolean expected) {
        assertThat(GlobPattern.compile(pattern).matches(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{a,b", "a}", "[abc", "[]", "[!]", "[c-a]", "a\\", "{a,[b}"})
    void brokenPatternSaysWhere(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GlobPattern.compile(pattern))
                .withMessageContaining("\"" + pattern + "\" does not compile at character");
    }

    @Test
    void hostileTextTakesNoMoreThanLinearTime() {
        var pattern = GlobPattern.compile("*a".repeat(30) + "b");
        var text = "a".repeat(8_000);

        boolean matches =
                Assertions.assertTimeout(Duration.ofSeconds(5), () -> pattern.matches(text));

        assertThat(matches).isFalse();
    }
}
