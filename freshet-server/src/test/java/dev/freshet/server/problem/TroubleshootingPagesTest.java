package dev.freshet.server.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TroubleshootingPagesTest {
    private static final Path PAGES = Path.of("..", "docs", "troubleshooting");

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void everyProblemHasAPageThatSaysWhatToDo(ProblemType type) throws IOException {
        var page = Files.readString(PAGES.resolve(type.messageId() + ".md"));

        assertThat(page).startsWith("# ").contains("`" + type.messageId() + "`", "## What to do");
    }

    @Test
    void messageIdsAreUnique() {
        assertThat(Arrays.stream(ProblemType.values()).map(ProblemType::messageId))
                .doesNotHaveDuplicates();
    }
}
