package dev.freshet.server.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.datasource.Change;
import dev.freshet.server.datasource.NamedStream;
import dev.freshet.source.RawJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamedStreamProvisioningTest {
    private static final Path EXAMPLE =
            Path.of("..", "docs", "data-sources", "provisioning", "datasources", "example.yaml");

    @TempDir Path directory;
    private ProvisioningFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new ProvisioningFixture(directory);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void theStreamsOfTheGuideAreLoaded() throws Exception {
        fixture.write("example.yaml", Files.readString(EXAMPLE));

        fixture.load();

        assertThat(fixture.stored("prom").streams())
                .containsExactly(
                        new NamedStream(
                                "cpu",
                                RawJson.of(
                                        "{\"expr\":\"rate(node_cpu_seconds_total[$__rate_interval])\"}"),
                                Duration.ofSeconds(5),
                                Duration.ofMinutes(30),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(30)),
                        new NamedStream(
                                "hosts/up",
                                RawJson.of("{\"expr\":\"up\"}"),
                                Duration.ofSeconds(5),
                                Duration.ofMinutes(15),
                                Duration.ZERO,
                                null));
    }

    @Test
    void settingsAreExpandedAndQueriesAreNot() throws Exception {
        fixture.environment.putAll(Map.of("WHICH", "cpu", "OFTEN", "10s", "__from", "wrong"));
        fixture.write(
                "a.yaml",
                streams(
                        "{name: $WHICH, interval: '${OFTEN}', overlap: $NOTHING, query: {a:"
                                + " '$WHICH $$ $__interval ${__from} $timeFilter', n: [1.50,"
                                + " true, null, '7', '$__file{/x}']}}"));

        fixture.load();

        var stream = fixture.tables.sources.stream(1, "a", "cpu").orElseThrow();
        assertThat(stream.interval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(stream.overlap()).isNull();
        assertThat(stream.query())
                .isEqualTo(
                        RawJson.of(
                                "{\"a\":\"$WHICH $$ $__interval ${__from} $timeFilter\","
                                        + "\"n\":[1.50,true,null,\"7\",\"$__file{/x}\"]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "a/b/c", "A-1_x.y", "q1", "qq/a", "a/q", "1"})
    void namesThatAreFine(String name) throws Exception {
        fixture.write("a.yaml", streams("{name: " + name + ", query: {x: 1}}"));

        fixture.load();

        assertThat(fixture.tables.sources.stream(1, "a", name)).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "query: {x: 1} | name is missing.",
                "name: \"\", query: {} | name is empty.",
                "name: [a], query: {} | name is a list or a mapping; it has to be one value.",
                "name: a b, query: {} | name is \"a b\", which cannot be in a channel; write",
                "name: a=b, query: {} | name is \"a=b\", which cannot be in a channel; write",
                "name: ü, query: {} | name is \"ü\", which cannot be in a channel; write",
                "name: /a, query: {} | name is \"/a\", which cannot be in a channel; write",
                "name: a/, query: {} | name is \"a/\", which cannot be in a channel; write",
                "name: a//b, query: {} | name is \"a//b\", which cannot be in a channel; write",
                "name: q, query: {} | name is \"q\", which is taken: q and what begins with q/",
                "name: q/a, query: {} | name is \"q/a\", which is taken: q and what begins with",
                "name: a | query is missing; write a mapping of keys to values.",
                "'name: a, query: ' | query is empty; write a mapping of keys to values.",
                "name: a, query: up | query is no mapping of keys to values.",
                "name: a, query: [up] | query is no mapping of keys to values.",
                "'name: a, query: {a: 1, a: 2}' | query has the key a twice.",
                "name: a, query: {a: .inf} | query has the number .inf, which JSON has not.",
                "name: a, query: {}, interval: 5 | interval is \"5\", which is not a duration;"
                        + " write",
                "name: a, query: {}, interval: 99ms | interval is 99ms; it has to be between 100ms"
                        + " and 7d.",
                "name: a, query: {}, interval: 0 | interval is 0; it has to be between 100ms and"
                        + " 7d.",
                "name: a, query: {}, interval: {} | interval is a list or a mapping; it has to be",
                "name: a, query: {}, range: 169h | range is 169h; it has to be between 100ms and"
                        + " 7d.",
                "name: a, query: {}, range: -1h | range is \"-1h\", which is not a duration; write",
                "name: a, query: {}, range: 999y | range is \"999y\", which is longer than 100"
                        + " years.",
                "name: a, query: {}, delay: soon | delay is \"soon\", which is not a duration;"
                        + " write",
                "name: a, query: {}, delay: 8d | delay is 8d; it has to be between 0 and 7d.",
                "name: a, query: {}, overlap: x | overlap is \"x\", which is not a duration; write",
                "name: a, query: {}, overlap: 8d | overlap is 8d; it has to be between 0 and 7d.",
            })
    void whatIsWrongWithAStreamIsSaid(String stream, String fault) {
        fixture.write("a.yaml", streams("{" + stream + "}"));

        assertThat(fixture.faults())
                .singleElement()
                .asString()
                .startsWith("a.yaml:7: datasources[0].streams[0]." + fault);
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceWithItsLine() {
        fixture.write(
                "a.yaml",
                streams(
                        "name: cpu\n        interval: 1ms\n        query: {}",
                        "{name: cpu, query: {}}",
                        "7",
                        "{name: q, range: x}"));
        fixture.write("b.yaml", "apiVersion: 1\ndatasources: [{name: B, type: x, streams: {}}]\n");

        assertThat(fixture.faults())
                .satisfiesExactly(
                        one -> assertThat(one).contains("a.yaml:8:", "[0].interval is 1ms"),
                        one ->
                                assertThat(one)
                                        .contains(
                                                "a.yaml:10:",
                                                "[1].name is \"cpu\", which stands already at")
                                        .endsWith("a.yaml:7."),
                        one ->
                                assertThat(one)
                                        .contains("a.yaml:11: datasources[0].streams[2] is no"),
                        one -> assertThat(one).contains("a.yaml:12:", "[3].name"),
                        one -> assertThat(one).contains("a.yaml:12:", "[3].query is missing"),
                        one -> assertThat(one).contains("a.yaml:12:", "[3].range"),
                        one ->
                                assertThat(one)
                                        .isEqualTo("b.yaml:2: datasources[0].streams is no list."));
        assertThat(fixture.tables.sources.stored(1)).isEmpty();
    }

    @Test
    void aNameFitsIntoTheChannelWithTheUid() throws Exception {
        fixture.write("a.yaml", streams("{name: " + "n".repeat(155) + ", query: {}}"));
        fixture.load();

        fixture.write("a.yaml", streams("{name: " + "n".repeat(156) + ", query: {}}"));
        fixture.write(
                "b.yaml",
                streams("{name: " + "n".repeat(117) + ", query: {}}")
                        .replace("    uid: a\n", "")
                        .replace("name: A", "name: B"));

        assertThat(fixture.tables.sources.stored(1)).hasSize(1);
        assertThat(fixture.faults())
                .satisfiesExactly(
                        one -> assertThat(one).contains("has 156 bytes; at most 155 fit"),
                        one -> assertThat(one).contains("has 117 bytes; at most 116 fit"));
    }

    @Test
    void queriesAndTheirNumberAreBounded() {
        fixture.write("a.yaml", streams("{name: a, query: {x: " + "y".repeat(65_536 - 7) + "}}"));
        fixture.write(
                "b.yaml",
                "apiVersion: 1\ndatasources: [{name: B, type: x, streams: ["
                        + "{},".repeat(1001)
                        + "]}]\n");

        assertThat(fixture.faults())
                .satisfiesExactly(
                        one -> assertThat(one).contains("query has 65537 bytes as JSON; at most"),
                        one -> assertThat(one).contains("streams has 1001 entries; a data source"));
    }

    @Test
    void anUnknownKeyIsAWarningWithTheNearestOne() throws Exception {
        fixture.write("a.yaml", streams("{name: a, query: {}, intervall: 5s, zzzzzzzz: 1}"));

        assertThat(fixture.warnings())
                .containsExactlyInAnyOrder(
                        "a.yaml:7: datasources[0].streams[0].intervall is not known; did you mean"
                                + " interval?",
                        "a.yaml:7: datasources[0].streams[0].zzzzzzzz is not known and does"
                                + " nothing.");
    }

    @Test
    void loadingAgainChangesWhatIsDifferentAndNothingElse() throws Exception {
        fixture.write("a.yaml", streams("{name: a, query: {x: 1.0e3}}", "{name: b, query: {}}"));
        fixture.load();
        fixture.load();
        var same = fixture.tables.changes.size();

        fixture.write("a.yaml", streams("{name: a, query: {x: 2}}", "{name: b, query: {}}"));
        fixture.load();
        var changed = fixture.tables.sources.stream(1, "a", "a").orElseThrow();
        fixture.write("a.yaml", streams("{name: b, query: {}}"));
        fixture.load();

        assertThat(same).isEqualTo(1);
        assertThat(changed.query()).isEqualTo(RawJson.of("{\"x\":2}"));
        assertThat(fixture.tables.sources.stream(1, "a", "a")).isEmpty();
        assertThat(fixture.tables.sources.stream(1, "a", "b")).isPresent();
        assertThat(fixture.tables.changes)
                .extracting(Change::kind)
                .containsExactly(Change.Kind.CREATED, Change.Kind.UPDATED, Change.Kind.UPDATED);
    }

    private static String streams(String... streams) {
        var text =
                new StringBuilder(
                        """
                        apiVersion: 1
                        datasources:
                          - name: A
                            type: x
                            uid: a
                            streams:
                        """);
        for (var stream : streams) {
            text.append("      - ").append(stream).append('\n');
        }
        return text.toString();
    }
}
