package dev.freshet.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {
    @Test
    void thePageInDocsIsTheOneThatTheTableWrites() throws IOException {
        var page = Path.of("..", "docs", "configuration.md");

        assertThat(Files.readString(page))
                .as("Write it again: ./freshet config docs > docs/configuration.md")
                .isEqualTo(ConfigReference.markdown());
    }
}
