package dev.freshet.sources.upstream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.SourceException;
import dev.freshet.sources.fixture.Settings;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamHttpTest {
    /// The client library refused it later, and named it in the log.
    @ParameterizedTest
    @ValueSource(strings = {"Token secret\n", "Token secr\u20act"})
    void aTokenThatCannotBeSentIsRefusedAndNotTold(String value) {
        var dataSource = Settings.dataSource("influxdb", "http://127.0.0.1:9", "{}");

        assertThatThrownBy(() ->
                        new UpstreamHttp(
                                dataSource,
                                Settings.context(),
                                Map.of("Authorization", value),
                                _ -> ""))
                .isInstanceOf(SourceException.class)
                .hasMessage(
                        "A secret of data source \"Test\" has a character that cannot be sent.");
    }
}
