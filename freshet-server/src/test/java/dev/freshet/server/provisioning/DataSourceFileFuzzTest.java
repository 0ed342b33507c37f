package dev.freshet.server.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.freshet.server.config.InvalidConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class DataSourceFileFuzzTest {
    /// Any bytes are understood or refused with sentences.
    @FuzzTest
    void anyFileIsReadOrRefused(FuzzedDataProvider data) throws IOException {
        var file = Files.createTempFile("fuzz", ".yaml");
        try {
            Files.write(file, data.consumeRemainingAsBytes());
            check(file);
        } finally {
            Files.delete(file);
        }
    }

    private static void check(Path path) {
        var faults = new Faults();
        var reader = new DataSourceFileReader(faults, new Interpolation(Map.of("A", "a")));
        var file = reader.read(path);
        try {
            faults.throwIfAny();
            assertThat(file.wanted())
                    .allSatisfy(wanted -> {
                        assertThat(wanted.settings().name()).isNotBlank();
                        assertThat(wanted.settings().type()).isNotBlank();
                        assertThat(wanted.settings().jsonData().toString()).startsWith("{");
                        assertThat(wanted.settings().streams())
                                .allSatisfy(stream -> {
                                    assertThat(stream.channel("x"))
                                            .matches("ds/x/[A-Za-z0-9_./-]+");
                                    assertThat(stream.query().toString()).startsWith("{");
                                    assertThat(stream.interval()).isPositive();
                                });
                    });
        } catch (InvalidConfig e) {
            assertThat(e.problems())
                    .allSatisfy(problem -> assertThat(problem.message()).contains(" "));
        }
    }
}
