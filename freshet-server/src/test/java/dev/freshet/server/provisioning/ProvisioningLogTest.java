package dev.freshet.server.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.freshet.server.TestClock;
import dev.freshet.server.datasource.DataSourcesFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ProvisioningLogTest {
    private static final String GRAFANAS_KEY = "SW2YcwTIb9zpOOhoPsMm";

    private final Logger root =
            ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> seen = new ListAppender<>();
    private final Level before = root.getLevel();
    private final TestClock clock = new TestClock();
    @TempDir Path directory;

    @BeforeEach
    void listen() {
        seen.start();
        root.addAppender(seen);
        root.setLevel(Level.TRACE);
    }

    @AfterEach
    void stopListening() {
        root.setLevel(before);
        root.detachAppender(seen);
    }

    @Test
    void evenTheMostTalkativeLogHoldsNoSecretOfADataSource() throws Exception {
        try (var fixture = new ProvisioningFixture(directory)) {
            fixture.write(
                    "a.yaml",
                    """
                    apiVersion: 1
                    datasources:
                      - name: A
                        type: x
                        secureJsonData: {password: hunter$sesame, token: hunter2}
                      - {name: B, type: x, orgId: 7, secureJsonData: {token: hunter3}}
                    """);
            fixture.load();
        }

        assertThat(messages())
                .anySatisfy(message ->
                        assertThat(message)
                                .contains("a.yaml:6", "\"B\" is skipped", "freshet org create"))
                .allSatisfy(message -> assertThat(message).doesNotContain("hunter", "sesame"));
    }

    @Test
    void theKeyThatEverybodyKnowsIsAWarningWhenThereAreSecrets() throws Exception {
        try (var fixture = DataSourcesFixture.open(directory, clock, GRAFANAS_KEY)) {
            fixture.save(DataSourcesFixture.settings("A", "a", "", Map.of()));
            assertThat(ownWarnings()).noneMatch(message -> message.contains("secret_key"));

            fixture.save(DataSourcesFixture.settings("B", "b", "", Map.of("token", "hunter2")));
            fixture.save(DataSourcesFixture.settings("C", "c", "", Map.of("token", "hunter2")));
        }
        assertThat(ownWarnings()).filteredOn(message -> message.contains("secret_key")).hasSize(1);

        DataSourcesFixture.open(directory, clock, GRAFANAS_KEY).close();

        assertThat(ownWarnings())
                .filteredOn(message -> message.contains("secret_key"))
                .hasSize(2)
                .allSatisfy(message ->
                        assertThat(message)
                                .contains("openssl rand -base64 32")
                                .doesNotContain(GRAFANAS_KEY, "hunter"));
    }

    @Test
    void aKeyThatDoesNotFitIsToldOncePerDataSource() throws Exception {
        try (var fixture = DataSourcesFixture.open(directory, clock)) {
            fixture.save(DataSourcesFixture.settings("A", "a", "", Map.of("token", "hunter2")));
        }

        try (var fixture = DataSourcesFixture.open(directory, clock, "another")) {
            fixture.save(DataSourcesFixture.settings("B", "b", "", Map.of()));
        }

        assertThat(ownWarnings())
                .filteredOn(message -> message.contains("secret_key"))
                .singleElement()
                .asString()
                .contains("\"A\" (a)", "Put that key back");
    }

    private List<String> messages() {
        return List.copyOf(seen.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private List<String> ownWarnings() {
        return List.copyOf(seen.list).stream()
                .filter(event -> event.getLoggerName().startsWith("dev.freshet"))
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
