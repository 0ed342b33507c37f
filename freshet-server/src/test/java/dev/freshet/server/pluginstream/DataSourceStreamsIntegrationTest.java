package dev.freshet.server.pluginstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.testkit.TestClient;
import dev.freshet.server.SourcesServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Provisioned data sources of a running server as the clients of their channels see them.
class DataSourceStreamsIntegrationTest {
    @TempDir Path data;

    private SourcesServer server;
    private TestClient client;

    @BeforeEach
    void start() throws Exception {
        provision("steady", "testdata");
        server = new SourcesServer(data);
        client = server.connect();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private void provision(String uid, String type) throws IOException {
        SourcesServer.provision(
                data,
                """
                apiVersion: 1
                datasources:
                  - name: Samples
                    uid: %s
                    type: %s
                """
                        .formatted(uid, type));
    }

    /// The next push that is no publication.
    private String nextNews() {
        while (true) {
            var push = client.next();
            if (!push.contains("\"pub\"")) {
                return push;
            }
        }
    }

    @Test
    void aDataSourceStreams() {
        assertThat(client.subscribe("1/ds/steady/random-20Hz-stream")).doesNotContain("\"error\"");

        assertThat(client.next())
                .contains(
                        "\"channel\":\"1/ds/steady/random-20Hz-stream\"", "\"name\":\"testdata\"");
        assertThat(client.next()).contains("\"values\"");
    }

    @Test
    void whatIsMisspeltIsRefusedWithWhatWasMeant() {
        assertThat(client.subscribe("1/ds/stedy/random-20Hz-stream"))
                .contains("\"code\":404", "Did you mean \\\"steady\\\"?")
                .doesNotContain("\"temporary\":true");
    }

    /// Viewers may not list data sources; the nearest uid was told to them all the same.
    @Test
    void onlyAdminsAreToldWhatWasMeant() throws Exception {
        server.close();
        server = new SourcesServer(data, "Viewer");
        try (var viewer = server.connect()) {
            assertThat(viewer.subscribe("1/ds/stedy/random-20Hz-stream"))
                    .contains("\"code\":404")
                    .doesNotContain("steady");
        }
        assertThat(
                        server.post(
                                        "/api/ds/query",
                                        """
                                        {"from":"now-1m","to":"now","queries":[{"refId":"A","datasource":{"uid":"Sample"}}]}
                                        """)
                                .body())
                .contains("live.channel.unknown-datasource")
                .doesNotContain("steady");
    }

    @Test
    void aUidThatWasChangedIsRefusedWithTheNewOne() throws Exception {
        client.subscribe("1/ds/steady/random-20Hz-stream");

        provision("calm", "testdata");
        server.reload();

        assertThat(nextNews()).contains("\"unsubscribe\":{\"code\":2600", "has changed");
        assertThat(client.subscribe("1/ds/steady/random-20Hz-stream"))
                .contains("\"code\":404", "Its uid is \\\"calm\\\" since 20");
        assertThat(client.subscribe("1/ds/calm/random-20Hz-stream")).doesNotContain("\"error\"");
    }

    @Test
    void subscribersOfADataSourceThatIsRemovedAreToldForGood() throws Exception {
        client.subscribe("1/ds/steady/random-20Hz-stream");

        SourcesServer.provision(
                data,
                """
                apiVersion: 1
                deleteDatasources:
                  - name: Samples
                    orgId: 1
                """);
        server.reload();

        assertThat(nextNews())
                .contains("\"unsubscribe\":{\"code\":2400", "\\\"Samples\\\" was removed");
    }

    @Test
    void aTypeThatNobodyServesSaysWhatToDo() throws Exception {
        provision("steady", "acme-meter-datasource");
        server.reload();

        assertThat(client.subscribe("1/ds/steady/cpu"))
                .contains("\"code\":404", "\\\"Samples\\\"", "acme-meter-datasource");
        assertThat(server.send("GET", "/api/live/info/ds/steady/cpu").body())
                .contains("live.source.plugin-missing", "[paths] plugins");
    }

    @Test
    void theHealthOfADataSourceCanBeAskedFor() throws Exception {
        var health = server.send("GET", "/api/datasources/uid/steady/health");
        var missing = server.send("GET", "/api/datasources/uid/stedy/health");

        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).contains("\"status\":\"OK\"");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).contains("Did you mean");
    }
}
