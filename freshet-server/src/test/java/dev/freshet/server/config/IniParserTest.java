package dev.freshet.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IniParserTest {
    @Test
    void sectionsContinueAndKeysBeforeAnySectionAreInDefault() {
        var file =
                IniFile.parse(
                        "a.ini",
                        """
                        app_mode = production
                        [server]
                        http_port = 3000

                        [ auth.anonymous ] ; who comes in
                        enabled: true
                        [server]
                        domain = dash.example
                        """);

        assertThat(shown(file))
                .isEqualTo(
                        """
                        1 DEFAULT/app_mode=production
                        3 server/http_port=3000
                        6 auth.anonymous/enabled=true
                        8 server/domain=dash.example\
                        """);
        assertThat(file.problems()).isEmpty();
    }

    /// The values that `gopkg.in/ini.v1`, Grafana's parser, gives for the same text.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "k = plain | plain",
                "k=no space | no space",
                "k : colon | colon",
                "k = a = b : c | a = b : c",
                "k = v ; comment | v",
                "k = v # comment | v",
                "k = 'single' | single",
                "k = \"double\" | double",
                "k = \"a\" and 'b' | \"a\" and 'b'",
                "k = `back;tick#` | back;tick#",
                "k = \"\"\"triple;#\"\"\" | triple;#",
                "k = `unclosed ` rest` | unclosed ` rest",
                "\"k\" = quoted key | quoted key",
                "`k` = quoted key | quoted key",
                "k = %(other)s | %(other)s",
            })
    void readsValuesAsGrafanaDoes(String line, String value) {
        var file = IniFile.parse("a.ini", line);

        assertThat(file.problems()).isEmpty();
        assertThat(file.entries()).containsExactly(new IniEntry("DEFAULT", "k", value, 1));
    }

    @Test
    void valuesMaySpanLines() {
        var file =
                IniFile.parse(
                        "a.ini",
                        """
                        joined = one \\
                          two \\
                          three
                        quoted = \"""first
                          second\"""
                        after = here
                        """);

        assertThat(shown(file))
                .isEqualTo(
                        "1 DEFAULT/joined=one two three\n4 DEFAULT/quoted=first\n"
                                + "  second\n6 DEFAULT/after=here");
    }

    @Test
    void emptyValuesByteOrderMarksAndWindowsLineEndsAreFine() {
        var file = IniFile.parse("a.ini", "\uFEFF[log]\r\nlevel =\r\nmode = console\r\n");

        assertThat(shown(file)).isEqualTo("2 log/level=\n3 log/mode=console");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[server",
                "[]",
                "[  ]",
                "no delimiter",
                "= no key",
                ": no key",
                "k = `never closed",
                "k = \"\"\"never closed\n\n[server]",
                "\"unclosed key = 3",
                "`",
                "\"",
                "\u0000",
                "\\",
            })
    void whatIsNotUnderstoodIsAProblemWithItsLine(String text) {
        var file = IniFile.parse("a.ini", "; first line\n" + text);

        assertThat(file.problems()).hasSize(1);
        assertThat(file.problems().getFirst().origin()).isEqualTo(new Origin.FileLine("a.ini", 2));
    }

    @Test
    void theRestOfABrokenLineIsNotShownBecauseItMayBeAPassword() {
        var file = IniFile.parse("a.ini", "password hunter2");

        assertThat(file.problems().toString()).contains("password").doesNotContain("hunter2");
    }

    @Test
    void aValueThatACommentCutsInTheMiddleOfAWordIsAWarning() {
        var file = IniFile.parse("a.ini", "[security]\nadmin_password = abc#def");

        assertThat(file.entries().getFirst().value()).isEqualTo("abc");
        assertThat(file.warnings().toString())
                .contains("a.ini:2", "admin_password", "backticks")
                .doesNotContain("def");
    }

    private static String shown(IniFile file) {
        return file.entries().stream()
                .map(e -> e.line() + " " + e.section() + "/" + e.key() + "=" + e.value())
                .collect(Collectors.joining("\n"));
    }
}
