package dev.freshet.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.cli.ServerUnderTest.Ran;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteCommandsIntegrationTest {
    @TempDir Path data;

    private ServerUnderTest server;

    @BeforeEach
    void start() throws Exception {
        server = new ServerUnderTest(data);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Path file(String lines) throws Exception {
        return Files.writeString(data.resolve("lines.lp"), lines);
    }

    @Test
    void pushedLinesAreStoredAndCounted() throws Exception {
        var file =
                file("cpu,host=a load=1 1000000000\ncpu,host=b load=2 1000000000\nmem used=3i\n");

        var ran = server.as("Editor", "push", "telegraf", file.toString());

        assertThat(ran)
                .isEqualTo(
                        new Ran(
                                0,
                                "3 rows stored in stream/telegraf/cpu, stream/telegraf/mem.\n",
                                ""));
    }

    @Test
    void linesComeFromTheStandardInputToo() throws Exception {
        try (var _ = ServerUnderTest.standardInput("cpu load=1\n")) {

            var ran = server.as("Editor", "push", "telegraf");

            assertThat(ran).isEqualTo(new Ran(0, "1 row stored in stream/telegraf/cpu.\n", ""));
        }
    }

    @Test
    void aLargeInputIsSentInSeveralBodiesAndABadLineIsNamedByItsPlaceInTheFile() throws Exception {
        var lines = new StringBuilder();
        for (int i = 1; i <= 2_500; i++) {
            lines.append(i == 1_502 ? "cpu load=12.x\n" : "cpu load=" + i + " " + i + "\n");
        }

        var ran = server.as("Editor", "push", "big", file(lines.toString()).toString());

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out()).isEqualTo("1000 rows stored in stream/big/cpu.\n");
        assertThat(ran.err())
                .startsWith(
                        "Line 1502, column 10, value \"12.x\": field \"load\" has value \"12.x\","
                                + " which is not a number.")
                .contains("Lines 1001 to 2000 were not stored and the ones after them not sent");
    }

    @Test
    void withPartialTheGoodLinesAreKeptAndTheExitCodeTellsOfTheOthers() throws Exception {
        var file = file("cpu load=1\nnonsense\ncpu load=3\n");

        var refused = server.as("Editor", "push", "telegraf", file.toString());
        var partial = server.as("Editor", "push", "telegraf", file.toString(), "--partial");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).startsWith("Line 2, column ").contains("Nothing was stored.");
        assertThat(partial.exit()).isEqualTo(1);
        assertThat(partial.out()).isEqualTo("2 rows stored in stream/telegraf/cpu.\n");
        assertThat(partial.err()).startsWith("Line 2, column ").endsWith("1 line was left out.\n");
    }

    @Test
    void aStreamThatCannotBeIsToldByTheServer() throws Exception {
        var ran = server.as("Editor", "push", "a b/c", file("cpu load=1\n").toString());

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("\"a b/c\" is not possible");
    }

    @Test
    void aMissingFileIsASentence() throws Exception {
        var ran = server.as("Editor", "push", "telegraf", "/nowhere.lp");

        assertThat(ran)
                .isEqualTo(
                        new Ran(1, "", "The file /nowhere.lp does not exist; nothing was sent.\n"));
    }

    @Test
    void whatIsPublishedArrivesAtASubscriberAsItWasWritten() throws Exception {
        var subscriber =
                CompletableFuture.supplyAsync(() ->
                        uncheckedAs("sub", "stream/demo/chat", "--count", "2", "--for", "30s"));
        awaitSubscribers("stream/demo/chat");

        var first = server.as("Editor", "pub", "stream/demo/chat", "{\"n\": 1.10, \"e\":\"ü\"}");
        try (var _ = ServerUnderTest.standardInput("[12345678901234567890]")) {
            server.as("Editor", "pub", "stream/demo/chat", "-");
        }

        assertThat(first).isEqualTo(new Ran(0, "Published on stream/demo/chat.\n", ""));
        assertThat(subscriber.get())
                .isEqualTo(
                        new Ran(
                                0,
                                """
                                {"channel":"1/stream/demo/chat","data":{"n": 1.10, "e":"ü"}}
                                {"channel":"1/stream/demo/chat","data":[12345678901234567890]}
                                """,
                                ""));
    }

    private Ran uncheckedAs(String... args) {
        try {
            return server.as("Viewer", args);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void awaitSubscribers(String channel) throws Exception {
        var token = Files.readString(server.tokenFile("Admin")).strip();
        try (var api =
                new RemoteServer(
                        java.net.URI.create(server.url()),
                        new RemoteLogin("admin", "Bearer " + token))) {
            dev.freshet.engine.testkit.Eventually.eventually(() ->
                    assertThat(api.get("/api/live/info/" + channel).path("subscribers").asInt(0))
                            .isPositive());
        }
    }

    @Test
    void theLastFrameIsPrintedOnRequestAndDoesNotCount() throws Exception {
        server.as("Editor", "push", "telegraf", file("cpu load=7\n").toString());

        var ran = server.as("Viewer", "sub", "stream/telegraf/cpu", "--last", "--for", "1s");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out())
                .startsWith("{\"channel\":\"1/stream/telegraf/cpu\",\"data\":{\"schema\"")
                .contains("[7]");
    }

    @Test
    void fewerPublicationsThanWantedEndWithOne() throws Exception {
        var ran = server.as("Viewer", "sub", "stream/demo/quiet", "--count=1", "--for=200ms");

        assertThat(ran).isEqualTo(new Ran(1, "", "Only 0 of 1 publications came.\n"));
    }

    @Test
    void aRefusedSubscriptionShowsTheServersSentenceAndCode() throws Exception {
        var ran = server.as("Viewer", "sub", "2/stream/a/b", "nonsense", "--for=20s");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err())
                .contains("is not in your organisation 1. (code 103, channel 2/stream/a/b)")
                .contains(
                        "must start with an org or namespace prefix",
                        "(code 400, channel nonsense)");
    }

    @Test
    void channelsShowsWhatMoves() throws Exception {
        server.as("Editor", "push", "telegraf", file("cpu,host=a load=7,idle=2\n").toString());

        var table = server.as("Viewer", "channels");
        var json = server.as("Viewer", "channels", "--json");

        assertThat(table.out())
                .startsWith("CHANNEL ")
                .containsPattern(
                        "stream/telegraf/cpu +managed +1/min +0 +\\d+\\.\\d s ago +labels time idle"
                                + " load");
        assertThat(json.out()).startsWith("{\"channels\":[{").contains("\"stream/telegraf/cpu\"");
    }

    @Test
    void withoutCredentialsTheSentenceSaysWhereTheyGo() {
        var ran = ServerUnderTest.run("channels", "--url", server.url());

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err())
                .startsWith(server.url() + " does not let in somebody without credentials")
                .contains("freshet token create", "--token-file", "FRESHET_TOKEN");
    }

    @Test
    void anUnknownTokenIsNamedByItsPlaceAndNotShown() throws Exception {
        var wrong = Files.writeString(data.resolve("wrong"), "glsa_notatoken_00000000\n");

        var ran =
                ServerUnderTest.run(
                        "channels", "--url", server.url(), "--token-file", wrong.toString());

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err())
                .contains("does not let in the token in " + wrong)
                .doesNotContain("notatoken");
    }

    @Test
    void viewersMayNotPushAndAreToldWhatIsMissing() throws Exception {
        var ran = server.as("Viewer", "push", "telegraf", file("cpu load=1\n").toString());

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err())
                .startsWith(server.url() + " refuses this to the token in ")
                .contains("live:push");
    }

    @Test
    void publishingWhereItIsClosedIsRefusedWithTheServersAdvice() throws Exception {
        var ran = server.as("Editor", "pub", "stream/telegraf/cpu", "{}");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err())
                .contains(
                        "is not open; data enters stream channels by push",
                        "/api/live/push/telegraf");
    }

    @Test
    void anAddressWithoutTheApiIsSuspectedToLackItsSubPath() throws Exception {
        var ran =
                ServerUnderTest.run(
                        "channels",
                        "--url",
                        server.url() + "/grafana/",
                        "--token-file",
                        server.tokenFile("Viewer").toString());

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err())
                .startsWith(
                        server.url() + "/grafana answers /grafana/api/live/list with status 404")
                .contains("sub-path");
    }

    @Test
    void whereNothingListensTheSentenceSaysHowToStartAServer() throws Exception {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        var ran = ServerUnderTest.run("sub", "stream/a/b", "--url", "http://127.0.0.1:" + free);

        assertThat(ran)
                .isEqualTo(
                        new Ran(
                                1,
                                "",
                                "Nothing listens at http://127.0.0.1:"
                                        + free
                                        + ". Start a server with freshet demo, or name another one"
                                        + " with --url.\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "channels --url nonsense",
                "channels --url ftp://localhost",
                "channels --url http://",
                "channels --url http://me:hunter2@localhost:3000",
                "channels --url http://localhost:3000/?a=b",
                "push",
                "push telegraf --token x",
                "pub stream/demo/chat",
                "pub stream/demo/chat hello",
                "pub stream/demo/chat {}{}",
                "sub",
                "sub stream/demo/chat --count 0",
                "sub stream/demo/chat --for 0",
                "sub stream/demo/chat --for soon"
            })
    void wrongUsageEndsWithTwo(String line) {
        var ran = ServerUnderTest.run(line.split(" "));

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).isNotEmpty().doesNotContain("hunter2");
        assertThat(ran.out()).isEmpty();
    }
}
