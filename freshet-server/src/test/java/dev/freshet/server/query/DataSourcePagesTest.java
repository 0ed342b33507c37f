package dev.freshet.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.SourcesServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The provisioning files in the pages of data sources: a server starts with each of them, and
/// takes the queries of their named streams.
class DataSourcePagesTest {
    private static final Path PAGES = Path.of("../docs/data-sources");
    private static final Pattern YAML =
            Pattern.compile("^```yaml\\n(apiVersion.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @TempDir private Path folder;

    static Stream<Path> pages() throws IOException {
        try (var files = Files.list(PAGES)) {
            return files
                    .filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.endsWith("README.md"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @Test
    void thereArePages() throws Exception {
        assertThat(pages()).hasSizeGreaterThanOrEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void filesAndQueriesOfThePageWork(Path page) throws Exception {
        var files =
                YAML.matcher(Files.readString(page))
                        .results()
                        .map(found -> found.group(1))
                        .toList();
        assertThat(files).isNotEmpty();
        for (int i = 0; i < files.size(); i++) {
            var data = Files.createDirectories(folder.resolve("server" + i));
            SourcesServer.provision(data, withWhatIsOnThisMachine(files.get(i)));
            try (var server = new SourcesServer(data)) {
                tryStreams(server);
            }
        }
    }

    private static void tryStreams(SourcesServer server) throws Exception {
        var all = JsonMapper.shared().readTree(server.send("GET", "/api/datasources").body());
        assertThat(all).isNotEmpty();
        for (var dataSource : all) {
            assertThat(dataSource.path("streams")).isNotEmpty();
            for (var stream : dataSource.path("streams")) {
                tryQuery(server, dataSource, (ObjectNode) stream.path("query"));
            }
        }
    }

    private static void tryQuery(SourcesServer server, JsonNode dataSource, ObjectNode query)
            throws Exception {
        query.putObject("datasource").set("uid", dataSource.get("uid"));
        query.put("intervalMs", 10_000);
        var body = JsonMapper.shared().createObjectNode().put("from", "now-15m").put("to", "now");
        body.putArray("queries").add(query);
        var answer = server.post("/api/ds/query", body.toString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("ds/" + dataSource.get("uid").stringValue() + "/q/");
    }

    /// The pages name files that are on the reader's machine.
    private String withWhatIsOnThisMachine(String yaml) throws Exception {
        var database = folder.resolve("log.db");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement()) {
            statement.execute("create table if not exists temperature (at integer, celsius real)");
        }
        return yaml.replace("/var/lib/machine/log.db", database.toString())
                .replace("/etc/freshet/ca.pem", certificate().toString());
    }

    private Path certificate() throws IOException {
        return Files.writeString(
                folder.resolve("ca.pem"),
                """
                -----BEGIN CERTIFICATE-----
                MIIBdDCCARugAwIBAgIUF/H1ehai3sSbolhYhhYkgCLKVccwCgYIKoZIzj0EAwIw
                DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjUwMTMzMTFaGA8yMTI2MTEwMTAxMzMx
                MVowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABGEQ
                fsDN9++pPI/I/2j7s/htK6FjDGsGfUM+AfmxGPymvG0PqsIG1zN5obTWjUMo04E4
                8PFjsOIozDhZLxBdYaujUzBRMB0GA1UdDgQWBBQmW66/OQWB3/deHQouAnepqFJU
                RzAfBgNVHSMEGDAWgBQmW66/OQWB3/deHQouAnepqFJURzAPBgNVHRMBAf8EBTAD
                AQH/MAoGCCqGSM49BAMCA0cAMEQCIBsZ4Fzjay3C9BuewA2duCjhgEK90MYaHDLl
                i0ZOEZ3DAiBLztZ/gX+Xj71tNEPKt/0jOPkQ2hNX1NPvO71+k1yVmg==
                -----END CERTIFICATE-----
                """);
    }
}
