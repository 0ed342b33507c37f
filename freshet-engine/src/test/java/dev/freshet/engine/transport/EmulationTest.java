package dev.freshet.engine.transport;

import static dev.freshet.engine.transport.EmulationOutcome.FAILED;
import static dev.freshet.engine.transport.EmulationOutcome.MALFORMED;
import static dev.freshet.engine.transport.EmulationOutcome.TAKEN;
import static dev.freshet.engine.transport.EmulationOutcome.UNKNOWN_NODE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.protocol.EmulationRequest;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmulationTest {
    private final FrontHarness front = new FrontHarness();
    private String session = "";
    private String before = "";

    @BeforeEach
    void openStream() {
        front.post("/connection/http_stream", "{\"id\":1,\"connect\":{}}");
        session = front.session();
        before = front.stream().body();
    }

    @AfterEach
    void endConnection() {
        front.close();
    }

    private String answers() {
        return front.stream().body().substring(before.length());
    }

    @Test
    void repliesComeOnTheStream() {
        var outcome =
                front.emulate(
                        session,
                        "{\"id\":2,\"subscribe\":{\"channel\":\"a\"}}\n{\"id\":3,\"rpc\":{}}");

        assertThat(outcome).isEqualTo(TAKEN);
        assertThat(answers()).isEqualTo("{\"id\":2,\"subscribe\":{}}\n{\"id\":3,\"rpc\":{}}\n");
    }

    @Test
    void escapesOfTheStringAreUndone() {
        front.outcome(
                "{\"session\":\"%s\",\"node\":\"node-1\",\"data\":\"\\u007b\\\"id\\\":2,\\\"rpc\\\":{\\\"data\\\":\\\"\\u00e9\\\"}}\"}"
                        .formatted(session));

        assertThat(answers()).isEqualTo("{\"id\":2,\"rpc\":{\"data\":\"\u00c3\u00a9\"}}\n");
    }

    @Test
    void namesMatchWithoutRegardToCaseAndUnknownOnesAreIgnored() {
        front.outcome(
                "{\"x\":[{}],\"Session\":\"%s\",\"NODE\":\"node-1\",\"Data\":\"{\\\"id\\\":2,\\\"rpc\\\":{}}\"}"
                        .formatted(session));

        assertThat(answers()).isEqualTo("{\"id\":2,\"rpc\":{}}\n");
    }

    @Test
    void requestMayBeProtobufWhileTheSessionIsJson() throws Exception {
        var request = request(session, "\"{\\\"id\\\":2,\\\"rpc\\\":{}}\"");
        var there = new EmulationRequest("node-1", request.session(), request.data());

        var outcome = front.outcome("application/octet-stream", there.toProtobuf());

        assertThat(outcome).isEqualTo(TAKEN);
        assertThat(answers()).isEqualTo("{\"id\":2,\"rpc\":{}}\n");
    }

    @Test
    void jsonIsNoProtobufRequest() {
        assertThat(front.outcome("application/octet-stream", "{}".getBytes(UTF_8)))
                .isEqualTo(MALFORMED);
        assertThat(front.outcome("application/octet-stream", new byte[0])).isEqualTo(MALFORMED);
    }

    /// Whoever guesses learns nothing.
    @Test
    void unknownSessionIsAnsweredLikeAKnownOne() {
        var outcome = front.emulate("0".repeat(32), "{\"id\":2,\"rpc\":{}}");

        assertThat(outcome).isEqualTo(TAKEN);
        assertThat(answers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{\"session\":",
                "{\"session\":7}",
                "{} {}",
                "\ufeff{}",
                "{\"session\":\"\u0001\"}"
            })
    void requestThatCannotBeReadIsMalformed(String request) {
        assertThat(front.outcome(request)).isEqualTo(MALFORMED);
        assertThat(answers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"node\":null}", "{\"node\":\"\"}", "{\"node\":\"node-2\"}"})
    void nodeHasToBeKnown(String request) {
        assertThat(front.outcome(request)).isEqualTo(UNKNOWN_NODE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":2,\"rpc\":{}}", "7", "null", "[\"x\"]"})
    void dataThatIsNoStringHasNoEffect(String data) {
        var outcome =
                front.outcome(
                        "{\"session\":\"%s\",\"node\":\"node-1\",\"data\":%s}"
                                .formatted(session, data));

        assertThat(outcome).isEqualTo(TAKEN);
        assertThat(answers()).isEmpty();
    }

    @Test
    void missingDataHasNoEffect() {
        front.outcome("{\"session\":\"%s\",\"node\":\"node-1\"}".formatted(session));

        assertThat(answers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nope", "{\"id\":2,\"rpc\":{}}\n\n{}", "{\"id\":2,\"connect\":{}}"})
    void commandsThatAreNoneEndTheStream(String commands) {
        assertThat(front.emulate(session, commands)).isEqualTo(TAKEN);

        assertThat(answers()).contains("{\"push\":{\"disconnect\":{\"code\":3501,");
        assertThat(front.stream().ended).isTrue();
        assertThat(front.emulate(session, "{\"id\":9,\"rpc\":{}}")).isEqualTo(TAKEN);
    }

    @Test
    void requestForAnotherNodeIsForwardedAsItIs() {
        var forwarded = new ArrayList<EmulationRequest>();
        front.server.route =
                request -> {
                    forwarded.add(request);
                    return CompletableFuture.completedStage(true);
                };

        var outcome =
                front.outcome(
                        "{\"session\":\"s\",\"node\":\"node-2\",\"data\":\"{\\\"id\\\":2}\"}");

        assertThat(outcome).isEqualTo(TAKEN);
        assertThat(forwarded)
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.node()).isEqualTo("node-2");
                    assertThat(request.session()).isEqualTo("s");
                    assertThat(request.data().text()).isEqualTo("\"{\\\"id\\\":2}\"");
                });
    }

    @Test
    void nodeThatCannotBeReachedIsAFailure() {
        front.server.route =
                request -> CompletableFuture.failedStage(new IllegalStateException("no answer"));

        assertThat(front.outcome("{\"node\":\"node-2\"}")).isEqualTo(FAILED);
    }

    @Test
    void whatAnotherNodeWasGivenIsDeliveredHere() throws Exception {
        var known = request(session, "\"{\\\"id\\\":2,\\\"rpc\\\":{}}\"");
        var delivered = front.server.emulation.deliver(known).toCompletableFuture();
        front.runTasks();

        assertThat(delivered.join()).isEqualTo(EmulationDelivery.TAKEN);
        assertThat(answers()).isEqualTo("{\"id\":2,\"rpc\":{}}\n");
        assertThat(deliveredAtOnce(request(session, "{}")))
                .isEqualTo(EmulationDelivery.BAD_REQUEST);
        assertThat(deliveredAtOnce(request("s", "\"{}\""))).isEqualTo(EmulationDelivery.NO_SESSION);
    }

    private EmulationDelivery deliveredAtOnce(EmulationRequest request) {
        return front.server.emulation.deliver(request).toCompletableFuture().join();
    }

    private static EmulationRequest request(String session, String data) throws Exception {
        return EmulationRequest.json(
                "{\"session\":\"%s\",\"data\":%s}".formatted(session, data).getBytes(UTF_8));
    }
}
