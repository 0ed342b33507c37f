package dev.freshet.sources.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.DataSource;
import dev.freshet.source.RawJson;
import dev.freshet.source.StreamRequest;
import dev.freshet.sources.fixture.Settings;
import dev.freshet.sources.upstream.LiveQuery;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamContext;
import dev.freshet.sources.upstream.UpstreamType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A data source that is removed while somebody is on the way to it.
class RemovedDataSourceTest {
    private static final Instant NOW = Instant.parse("2026-11-25T04:00:00Z");
    private static final StreamQuery QUERY =
            new StreamQuery(Settings.query(Duration.ofSeconds(5), "{}"), Duration.ZERO, null);

    private final TestQuery query = new TestQuery(PolledQuery.Shape.ROWS, Duration.ZERO);
    private final TestType type = new TestType();
    private final LiveQueries queries =
            new LiveQueries(
                    List.of(type),
                    (_, _, _) -> Optional.of(QUERY),
                    PollLimits.defaults(),
                    () -> NOW);

    @AfterEach
    void close() {
        queries.close();
    }

    /// Opens upstreams that have one query, and counts those that are open.
    private final class TestType implements UpstreamType {
        int open;

        @Override
        public Set<String> names() {
            return Set.of("test");
        }

        @Override
        public Upstream open(DataSource dataSource, UpstreamContext context) {
            open++;
            return new Upstream() {
                @Override
                public LiveQuery prepare(QueryModel model) {
                    return query;
                }

                @Override
                public String checkHealth() {
                    return "fine";
                }

                @Override
                public void close() {
                    open--;
                }
            };
        }
    }

    private static DataSource dataSource(Instant updated) {
        return new DataSource(
                7,
                "uid",
                "test",
                "Test",
                "",
                "",
                "",
                false,
                "",
                RawJson.of("{}"),
                Map.of(),
                updated);
    }

    private static StreamRequest request(String path) {
        return new StreamRequest(1, null, dataSource(NOW), path, null, Map.of());
    }

    /// A subscriber that was on its way while the data source was removed opened it again, and its
    /// connections were kept until the server ended.
    @Test
    void aDataSourceThatWasRemovedIsNotOpenedAgain() throws Exception {
        queries.subscribeStream(request("q/a"));
        assertThat(type.open).isEqualTo(1);

        queries.forget(dataSource(NOW));

        assertThatThrownBy(() -> queries.subscribeStream(request("q/b")))
                .hasMessage("Data source \"Test\" was removed.");
        assertThat(type.open).isZero();
    }

    @Test
    void aDataSourceThatCanBeUsedAgainIsOpenedAgain() throws Exception {
        queries.forget(dataSource(NOW));

        assertThat(queries.checkHealth(dataSource(NOW.plusMillis(1)))).isEqualTo("fine");
    }
}
