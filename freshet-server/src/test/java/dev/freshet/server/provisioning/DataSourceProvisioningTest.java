package dev.freshet.server.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.server.ManualScheduler;
import dev.freshet.server.config.InvalidConfig;
import dev.freshet.server.datasource.Change;
import dev.freshet.server.datasource.DataSourcesFixture;
import dev.freshet.server.datasource.Renamed;
import dev.freshet.server.datasource.StoredDataSource;
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

class DataSourceProvisioningTest {
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
    void withoutADirectoryThereIsNothingToDo() throws Exception {
        fixture.load();

        assertThat(fixture.tables.sources.stored(1)).isEmpty();
    }

    @Test
    void theExampleOfTheGuideIsLoaded() throws Exception {
        fixture.environment.put("FACTORY_PASSWORD", "pa$$word");
        fixture.write("example.yaml", Files.readString(EXAMPLE));

        fixture.load();

        assertThat(fixture.warnings()).isEmpty();
        var prometheus = fixture.stored("prom");
        assertThat(prometheus.isDefault()).isTrue();
        assertThat(prometheus.readOnly()).isTrue();
        assertThat(prometheus.access()).isEqualTo("proxy");
        assertThat(prometheus.source().jsonData())
                .isEqualTo(RawJson.of("{\"httpMethod\":\"POST\",\"timeInterval\":\"15s\"}"));
        var factory = fixture.stored("factory").source();
        assertThat(factory.secrets()).isEqualTo(Map.of("basicAuthPassword", "pa$$word"));
        assertThat(factory.jsonData())
                .isEqualTo(RawJson.of("{\"tlsSkipVerify\":false,\"maxSeries\":1000}"));
        assertThat(factory.database()).isEqualTo("telegraf");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceWithFileAndLine() {
        fixture.write("a.yaml", "apiVersion: 1\ndatasources:\n  - name: A\n    uid: a/b\n");
        fixture.write("b.yml", "datasources: []\n");
        fixture.write("c.yaml", "apiVersion: 1\ndatasources: [\n");
        fixture.write(
                "d.yaml",
                """
                apiVersion: 1
                datasources:
                  - type: x
                    orgId: one
                    basicAuth: perhaps
                    jsonData: 5
                  - 7
                """);
        fixture.write("ignored.txt", "{{{");

        assertThat(fixture.faults())
                .satisfiesExactly(
                        one ->
                                assertThat(one)
                                        .isEqualTo("a.yaml:3: datasources[0].type is missing."),
                        one -> assertThat(one).startsWith("a.yaml:4: datasources[0].uid has to be"),
                        one -> assertThat(one).startsWith("b.yml:1: apiVersion is missing or 0;"),
                        one -> assertThat(one).startsWith("c.yaml:3: This is not YAML: "),
                        one -> assertThat(one).startsWith("d.yaml:3: datasources[0].name is"),
                        one ->
                                assertThat(one)
                                        .startsWith("d.yaml:4: datasources[0].orgId is \"one\""),
                        one -> assertThat(one).startsWith("d.yaml:5: datasources[0].basicAuth is"),
                        one ->
                                assertThat(one)
                                        .startsWith("d.yaml:6: datasources[0].jsonData is no"),
                        one -> assertThat(one).startsWith("d.yaml:7: datasources[1] is no"));
        assertThat(fixture.tables.sources.stored(1)).isEmpty();
    }

    @Test
    void whatContradictsItselfOverAllFilesIsRefused() {
        fixture.write("a.yaml", file("A", "uid: a", "isDefault: true"));
        fixture.write("b.yaml", file("A", "uid: b"));
        fixture.write("c.yaml", file("C", "uid: a", "isDefault: true"));

        assertThat(fixture.faults())
                .satisfiesExactly(
                        one -> assertThat(one).startsWith("b.yaml:3: There is a data source \"A\""),
                        one -> assertThat(one).startsWith("c.yaml:3: The uid a stands already at"),
                        one -> assertThat(one).contains("c.yaml:3: isDefault", "a.yaml:3"));
    }

    @Test
    void anUnknownKeyIsAWarningWithTheNearestOne() throws Exception {
        fixture.write("a.yaml", file("A", "isDefualt: true", "password: x", "version: 7"));

        assertThat(fixture.warnings())
                .containsExactlyInAnyOrder(
                        "a.yaml:5: datasources[0].isDefualt is not known; did you mean isDefault?",
                        "a.yaml:6: datasources[0].password does nothing here; put it under"
                                + " secureJsonData.");
    }

    @ParameterizedTest
    @CsvSource({
        "$WHO, ann",
        "${WHO}, ann",
        "$__env{WHO}, ann",
        "$__file{FILE}, of the file",
        "a$$WHO, a$WHO",
        "$$$WHO, $ann",
        "me@$WHO.x, me@ann.x",
        "100$, 100$",
        "a$-b, a$-b",
        "$RAW, a$b",
    })
    void valuesAreExpanded(String written, String meant) throws Exception {
        fixture.environment.putAll(Map.of("WHO", "ann", "RAW", "a$b"));
        var text = directory.resolve("text");
        Files.writeString(text, " of the file\n");
        fixture.write(
                "a.yaml",
                file("A", "uid: a", "user: '" + written.replace("FILE", text.toString()) + "'"));

        fixture.load();

        assertThat(fixture.stored("a").source().user()).isEqualTo(meant);
    }

    @Test
    void textsInJsonDataAreExpandedAndOtherKindsStay() throws Exception {
        fixture.environment.put("N", "5");
        fixture.write(
                "a.yaml",
                file(
                        "$N",
                        "uid: a",
                        "basicAuth: $ON",
                        "jsonData:",
                        "  deep: {list: [$N, 5, 1.50, true, null, '7', 1e3, 0x10]}"));
        fixture.environment.put("ON", "true");

        fixture.load();

        var source = fixture.stored("a").source();
        assertThat(source.name()).isEqualTo("5");
        assertThat(source.basicAuth()).isTrue();
        assertThat(source.jsonData())
                .isEqualTo(
                        RawJson.of("{\"deep\":{\"list\":[\"5\",5,1.50,true,null,\"7\",1E+3,16]}}"));
    }

    @Test
    void aVariableThatIsNotSetIsAWarningThatTellsNothingOfAPassword() throws Exception {
        fixture.write(
                "a.yaml", file("A", "user: $NOBODY", "secureJsonData:", "  password: hunter$two2"));

        assertThat(fixture.warnings())
                .satisfiesExactlyInAnyOrder(
                        one -> assertThat(one).startsWith("a.yaml:5: ").contains("$NOBODY", "$$"),
                        one ->
                                assertThat(one)
                                        .startsWith(
                                                "a.yaml:7: datasources[0].secureJsonData.password")
                                        .contains("$$")
                                        .doesNotContain("hunter", "two2"));
    }

    @Test
    void brokenYamlShowsNothingOfTheLine() {
        fixture.write("a.yaml", "apiVersion: 1\nsecret: 'hunter2\n");

        assertThat(fixture.faults()).singleElement().asString().doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "$__file{/nowhere}, cannot be read",
        "$__vault{x}, $__vault{…} is not known",
    })
    void aValueThatCannotBeMadeIsAFault(String value, String fault) {
        fixture.write("a.yaml", file("A", "user: '" + value + "'"));

        assertThat(fixture.faults()).singleElement().asString().contains("a.yaml:5", fault);
    }

    @Test
    void anEntryOfAnOrganisationThatIsNotThereIsSkippedAndComesLater() throws Exception {
        fixture.write("a.yaml", file("A", "uid: a", "orgName: Second"));
        fixture.write("b.yaml", file("B", "uid: b"));

        fixture.load();
        var before = fixture.tables.sources.stored(2);
        fixture.tables.makeOrganisation("Second");
        fixture.load();

        assertThat(before).isEmpty();
        assertThat(fixture.tables.sources.find(1, "b")).isPresent();
        assertThat(fixture.tables.sources.find(2, "a")).isPresent();
    }

    @Test
    void loadingTheSameAgainChangesNothing() throws Exception {
        fixture.write(
                "a.yaml",
                "deleteDatasources: [{name: A}]\n"
                        + file("A", "uid: a", "secureJsonData:", "  password: x"));
        fixture.load();
        var before = fixture.stored("a");
        fixture.clock.advance(Duration.ofDays(1));

        fixture.load();

        assertThat(fixture.stored("a")).isEqualTo(before);
        assertThat(fixture.tables.changes)
                .extracting(Change::kind)
                .containsExactly(Change.Kind.CREATED);
    }

    @Test
    void aChangedNameOrUidIsTheSameDataSource() throws Exception {
        fixture.write("a.yaml", file("A", "uid: a"));
        fixture.load();
        long id = fixture.stored("a").source().id();

        fixture.write("a.yaml", file("Better name", "uid: a"));
        fixture.load();
        fixture.write("a.yaml", file("Better name", "uid: b"));
        fixture.load();

        assertThat(fixture.stored("b").source().id()).isEqualTo(id);
        assertThat(fixture.tables.sources.renamed(1, "a")).map(Renamed::uid).contains("b");
    }

    @Test
    void aUidThatBelongsToAnotherDataSourceIsRefused() {
        fixture.tables.save(DataSourcesFixture.settings("Mine", "mine", "", Map.of()));
        fixture.write("a.yaml", file("A", "uid: mine"));

        assertThat(fixture.faults())
                .singleElement()
                .asString()
                .startsWith("a.yaml:3: The uid mine belongs to the data source \"Mine\" already");
        assertThat(fixture.stored("mine").source().name()).isEqualTo("Mine");
    }

    @Test
    void theDefaultMovesFromWhoHadIt() throws Exception {
        fixture.write("a.yaml", file("A", "uid: a", "isDefault: true"));
        fixture.load();

        fixture.write("a.yaml", file("A", "uid: a"));
        fixture.write("b.yaml", file("B", "uid: b", "isDefault: true"));
        fixture.load();

        assertThat(fixture.stored("a").isDefault()).isFalse();
        assertThat(fixture.stored("b").isDefault()).isTrue();
    }

    @Test
    void theDeleteListTakesWhatIsThere() throws Exception {
        fixture.tables.save(DataSourcesFixture.settings("Mine", "mine", "", Map.of()));
        fixture.write("a.yaml", "apiVersion: 1\ndeleteDatasources:\n  - {name: Mine, orgId: 1}\n");

        fixture.load();

        assertThat(fixture.tables.sources.stored(1)).isEmpty();
    }

    @Test
    void pruningTakesWhatCameFromFilesOnly() throws Exception {
        fixture.tables.save(DataSourcesFixture.settings("Mine", "mine", "", Map.of()));
        fixture.write("a.yaml", file("A", "uid: a"));
        fixture.load();
        fixture.write("a.yaml", file("B", "uid: b"));
        fixture.load();
        assertThat(fixture.tables.sources.find(1, "a")).isPresent();

        fixture.write("a.yaml", "prune: true\n" + file("B", "uid: b"));
        fixture.load();

        assertThat(fixture.tables.sources.stored(1))
                .extracting(stored -> stored.source().uid())
                .containsExactly("b", "mine");
    }

    @Test
    void aChangedFileIsLoadedWhenItIsAtRest() throws Exception {
        fixture.write("a.yaml", file("A", "uid: a"));
        var provisioning = fixture.provisioning();
        provisioning.load();
        var timer = new ManualScheduler(fixture.clock);
        provisioning.watch(timer, Runnable::run);
        timer.advance(Duration.ofSeconds(10));

        fixture.write("b.yaml", file("B", "uid: b"));
        timer.advance(Duration.ofSeconds(2));
        var early = fixture.tables.sources.find(1, "b");
        timer.advance(Duration.ofSeconds(2));

        assertThat(early).isEmpty();
        assertThat(fixture.tables.sources.find(1, "b")).isPresent();
    }

    @Test
    void aFileThatBecomesWrongChangesNothingAndSaysSoUntilItIsRight() throws Exception {
        fixture.write("a.yaml", file("A", "uid: a"));
        var provisioning = fixture.provisioning();
        provisioning.load();
        var timer = new ManualScheduler(fixture.clock);
        provisioning.watch(timer, Runnable::run);

        fixture.write("a.yaml", file("A", "uid: other") + "\n  - name: Nameless type\n");
        timer.advance(Duration.ofSeconds(4));
        var trouble = provisioning.trouble();
        var during = fixture.stored("a").source().name();
        fixture.write("a.yaml", file("Another A", "uid: a"));
        timer.advance(Duration.ofSeconds(4));

        assertThat(trouble).contains("were not loaded").doesNotContain("Nameless");
        assertThat(during).isEqualTo("A");
        assertThat(provisioning.trouble()).isEmpty();
        assertThat(fixture.stored("a").source().name()).isEqualTo("Another A");
    }

    @Test
    void aFileWithoutEndIsRefused() {
        fixture.write(
                "a.yaml",
                file("A", "jsonData: &a", "  again: *a", "  more: [*a, *a, *a, *a, *a, *a]"));

        assertThatThrownBy(fixture::load).isInstanceOf(InvalidConfig.class);
    }

    /// Few values, and more text than there is memory.
    @Test
    void aLongTextThatIsRepeatedWithoutEndIsRefused() {
        fixture.write(
                "a.yaml",
                file(
                        "A",
                        "jsonData:",
                        "  a: &a " + "x".repeat(500_000),
                        "  b: [" + "*a, ".repeat(50_000) + "*a]"));

        assertThat(fixture.faults())
                .containsExactly(
                        "a.yaml:5: datasources[0].jsonData has more than 1,048,576 characters.");
    }

    @Test
    void endlessNestingIsRefused() {
        fixture.write("a.yaml", "apiVersion: 1\ndatasources: " + "[".repeat(200_000));
        fixture.write(
                "b.yaml", file("B", "jsonData: {a: " + "[".repeat(200) + "]".repeat(200) + "}"));

        assertThat(fixture.faults())
                .satisfiesExactly(
                        one -> assertThat(one).startsWith("a.yaml:"),
                        one ->
                                assertThat(one)
                                        .startsWith("b.yaml:5: datasources[0].jsonData is nested"));
    }

    @Test
    void mergedMappingsGiveWhatIsNotThere() throws Exception {
        fixture.write(
                "a.yaml",
                """
                apiVersion: 1
                datasources:
                  - &a {name: A, uid: a, type: x, jsonData: &json {one: 1, two: 2}}
                  - <<: *a
                    name: B
                    uid: b
                    jsonData: {<<: [*json], two: 3}
                """);

        fixture.load();

        assertThat(fixture.stored("b").source().type()).isEqualTo("x");
        assertThat(fixture.stored("b").source().jsonData())
                .isEqualTo(RawJson.of("{\"two\":3,\"one\":1}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'a: 1, a: 2' | has the key a twice",
                "'<<: 5' | no mapping",
                "'x: &x {<<: *x}' | with itself",
            })
    void whatCannotBeMergedIsAFault(String json, String fault) {
        fixture.write("a.yaml", file("A", "jsonData: {" + json + "}"));

        assertThat(fixture.faults()).singleElement().asString().contains("a.yaml:5", fault);
    }

    @Test
    void commentsAloneAreFine() throws Exception {
        fixture.write("sample.yaml", "# apiVersion: 1\n");

        fixture.load();

        assertThat(fixture.tables.sources.stored(1)).isEmpty();
    }

    @Test
    void withoutAUidTheNamesDigestIsIt() throws Exception {
        fixture.write("a.yaml", file("Prometheus"));

        fixture.load();

        assertThat(fixture.tables.sources.stored(1))
                .extracting(StoredDataSource::source)
                .extracting("uid")
                .containsExactly("PBFA97CFB590B2093");
    }

    private static String file(String name, String... lines) {
        var text =
                new StringBuilder("apiVersion: 1\ndatasources:\n  - name: ")
                        .append(name)
                        .append("\n    type: prometheus\n");
        for (var line : lines) {
            text.append("    ").append(line).append('\n');
        }
        return text.toString();
    }
}
