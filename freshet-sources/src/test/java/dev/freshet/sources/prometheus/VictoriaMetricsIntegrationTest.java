package dev.freshet.sources.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.SourceException;
import dev.freshet.sources.fixture.Eventually;
import dev.freshet.sources.fixture.Frames;
import dev.freshet.sources.fixture.Programs;
import dev.freshet.sources.fixture.ServerProcess;
import dev.freshet.sources.fixture.Settings;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.Upstream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Asks a real VictoriaMetrics.
class VictoriaMetricsIntegrationTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir private static Path folder;
    private static ServerProcess server;
    private static Upstream upstream;

    @BeforeAll
    static void start() throws Exception {
        Programs.require("victoria-metrics", "victoria-metrics");
        server =
                ServerProcess.start(
                        folder,
                        "/health",
                        port ->
                                List.of(
                                        "victoria-metrics",
                                        "-retentionPeriod=100y",
                                        "-httpListenAddr=127.0.0.1:" + port,
                                        "-storageDataPath=" + folder.resolve("data")));
        upstream =
                new PrometheusType()
                        .open(
                                Settings.dataSource(
                                        "prometheus", server.url(), "{\"timeInterval\":\"10s\"}"),
                                Settings.context());
        var samples = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            samples.append(
                    "vm_value{host=\"a\"} %d %d\n"
                            .formatted(i, START.plusSeconds(10L * i).toEpochMilli()));
        }
        server.post("/api/v1/import/prometheus", "text/plain", samples.toString());
    }

    @AfterAll
    static void stop() {
        if (upstream != null) {
            upstream.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void importedSamplesAreThere() throws Exception {
        var query = prepare("{'expr':'vm_value','legendFormat':'__auto'}");

        var frame = Eventually.get(() -> query.fetch(range(0, 60)), each -> each.rows() == 6);

        assertThat(Frames.values(frame, 1)).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(frame.fields().get(1).name()).isEqualTo("vm_value{host=\"a\"}");
        assertThat(String.valueOf(frame.fields().get(1).config())).contains("\"a\"");
    }

    @Test
    void instantQueryIsOnePoint() throws Exception {
        var query = prepare("{'expr':'sum(vm_value)','instant':true}");

        var frame = Eventually.get(() -> query.fetch(range(0, 35)), each -> each.rows() == 1);

        assertThat(Frames.values(frame, 1)).containsExactly(3);
    }

    @Test
    void refusalsAreInItsWords() {
        assertThatThrownBy(() -> prepare("{'expr':'sum('}").fetch(range(0, 60)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("refused the query (status 422)")
                .hasMessageContaining("sum(");
    }

    @Test
    void healthIsGood() throws Exception {
        assertThat(upstream.checkHealth()).startsWith("Answers queries");
    }

    private static TimeRange range(long from, long to) {
        return new TimeRange(START.plusSeconds(from), START.plusSeconds(to));
    }

    private static PolledQuery prepare(String query) throws SourceException {
        return (PolledQuery)
                upstream.prepare(Settings.query(Duration.ofSeconds(10), query.replace('\'', '"')));
    }
}
