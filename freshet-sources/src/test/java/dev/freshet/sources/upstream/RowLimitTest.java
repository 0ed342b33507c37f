package dev.freshet.sources.upstream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.SourceException;
import dev.freshet.sources.fixture.Settings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RowLimitTest {
    @Test
    void allPagesOfAnAnswerTogetherHaveALimit() throws SourceException {
        var limit =
                new RowLimit(
                        Settings.dataSource("loki", "http://127.0.0.1:9", "{}"),
                        Settings.context(Duration.ofSeconds(1), 10, 1_000));
        limit.countBytes(600);
        limit.countBytes(400);

        assertThatThrownBy(() -> limit.countBytes(1))
                .hasMessage("Data source \"Test\" answered with more than 1000 bytes.");
    }
}
