package dev.freshet.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class ConfigFuzzTest {
    /// Any text is understood or refused with sentences, and what was read survives being written
    /// between backticks and read again.
    @FuzzTest
    void anyTextIsReadOrRefused(FuzzedDataProvider data) {
        var text = data.consumeRemainingAsString();
        var file = IniFile.parse("fuzz.ini", text);
        for (var entry : file.entries()) {
            assertThat(entry.line()).isBetween(1, text.length() + 1);
            if (isPlain(entry.key()) && isPlain(entry.section())) {
                assertThat(reread(entry)).isEqualTo(entry.value());
            }
        }
        loads(file);
    }

    private static String reread(IniEntry entry) {
        var written = entry.value().contains("`") ? "\"\"\"" : "`";
        if (entry.value().contains(written)) {
            return entry.value();
        }
        var text = "[" + entry.section() + "]\n" + entry.key() + " = " + written;
        var again = IniFile.parse("again.ini", text + entry.value() + written);
        return again.entries().getFirst().value();
    }

    private static boolean isPlain(String name) {
        return name.matches("[a-z][a-z0-9_.]*");
    }

    private static void loads(IniFile file) {
        var problems = new ArrayList<ConfigProblem>();
        var layers = new Layers(file.entries(), "fuzz.ini", ConfigSources.none());
        UnknownKeys.check(layers, problems, new ArrayList<>());
        var settings = Settings.from(new Values(layers, Map.of(), problems));
        assertThat(settings.server().rootUrl().getPath()).endsWith("/");
        assertThat(List.copyOf(problems)).allMatch(problem -> problem.message().length() > 5);
    }
}
