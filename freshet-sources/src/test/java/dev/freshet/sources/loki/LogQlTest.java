package dev.freshet.sources.loki;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogQlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{app=\"a\"}",
                "  {app=\"a\"} |= `x` | json | rate > 1",
                "({app=\"a\"})",
                "# rate()\n{app=\"a\"}"
            })
    void selectorsGiveLines(String expression) {
        assertThat(LogQl.isOfLines(expression)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rate({app=\"a\"}[1m])",
                "(sum by (x) (count_over_time({app=\"a\"}[1m])))",
                "# {app=\"a\"}\nvector(1)",
                "1 + 1",
                "",
                "# nothing"
            })
    void allElseGivesNumbers(String expression) {
        assertThat(LogQl.isOfLines(expression)).isFalse();
    }
}
