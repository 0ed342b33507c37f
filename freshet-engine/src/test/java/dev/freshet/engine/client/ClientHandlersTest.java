package dev.freshet.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.ErrorReply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Handlers that take their time, and handlers that fail.
class ClientHandlersTest {
    private static final String INTERNAL_ERROR =
            "\\{\"id\":2,\"error\":\\{\"code\":100,\"message\":\"internal server error; the"
                    + " server's log has it under [0-9a-f]+\",\"temporary\":true}}";

    private final TestLoop loop = new TestLoop();

    @AfterEach
    void endConnections() {
        loop.close();
    }

    // ---- concurrency

    @Test
    void thirteenthCommandWaitsForAHandlerToAnswer() {
        var answers = new ArrayList<CompletableFuture<Answer<RpcReply>>>();
        loop.rpc =
                event -> {
                    var answer = TestLoop.<RpcReply>later();
                    answers.add(answer);
                    return answer;
                };
        var peer = loop.connect();
        var frame = new StringBuilder();
        for (int id = 2; id < 22; id++) {
            frame.append("{\"id\":").append(id).append(",\"rpc\":{}}\n");
        }
        peer.send(frame.toString());
        assertThat(answers).hasSize(12);
        assertThat(peer.transport.reading).isFalse();

        // In any order; for each that is answered one more begins.
        answers.get(5).complete(Answer.accept(new RpcReply(null)));
        loop.runTasks();
        assertThat(answers).hasSize(13);
        assertThat(peer.transport.reading).isFalse();
        for (int i = 0; i < answers.size(); i++) {
            answers.get(i).complete(Answer.accept(new RpcReply(null)));
            loop.runTasks();
        }

        assertThat(answers).hasSize(20);
        assertThat(peer.taken()).hasSize(20).startsWith("{\"id\":7,\"rpc\":{}}");
        assertThat(peer.transport.reading).isTrue();
    }

    @Test
    void commandsBeginInTheirOrder() {
        loop.handlerConcurrency = 1;
        var begun = new ArrayList<String>();
        var answers = new ArrayList<CompletableFuture<Answer<RpcReply>>>();
        loop.rpc =
                event -> {
                    begun.add(event.method());
                    var answer = TestLoop.<RpcReply>later();
                    answers.add(answer);
                    return answer;
                };
        var peer = loop.connect();
        peer.send(
                """
                {"id":2,"rpc":{"method":"a"}}
                {"id":3,"rpc":{"method":"b"}}
                {"id":4,"rpc":{"method":"c"}}
                """);

        for (int i = 0; i < 3; i++) {
            assertThat(begun).hasSize(i + 1);
            answers.get(i).complete(Answer.accept(new RpcReply(null)));
            loop.runTasks();
        }

        assertThat(begun).containsExactly("a", "b", "c");
        assertThat(peer.taken())
                .containsExactly(
                        "{\"id\":2,\"rpc\":{}}", "{\"id\":3,\"rpc\":{}}", "{\"id\":4,\"rpc\":{}}");
    }

    /// Each pause copied all that was left: quadratic in the length of a frame.
    @Test
    void frameThatWaitsOftenIsCopiedOnce() {
        loop.handlerConcurrency = 1;
        var answers = new ArrayList<CompletableFuture<Answer<RpcReply>>>();
        loop.rpc =
                event -> {
                    var answer = TestLoop.<RpcReply>later();
                    answers.add(answer);
                    return answer;
                };
        var peer = loop.connect();
        peer.transport.frames.clear();
        peer.send("{\"id\":2,\"rpc\":{}}\n".repeat(100));
        for (int i = 0; i < 100; i++) {
            answers.get(i).complete(Answer.accept(new RpcReply(null)));
            loop.runTasks();
        }

        assertThat(peer.taken()).hasSize(100);
        assertThat(peer.transport.frames).hasSize(2);
    }

    @Test
    void badLineThatHadToWaitIsFatalWhenItsTurnComes() {
        loop.handlerConcurrency = 1;
        var answer = TestLoop.<RpcReply>later();
        loop.rpc = event -> answer;
        var peer = loop.connect();
        peer.send("{\"id\":2,\"rpc\":{}}\nnope");
        assertThat(peer.closeCode()).isZero();

        answer.complete(Answer.accept(new RpcReply(null)));
        loop.runTasks();

        assertThat(peer.taken()).containsExactly("{\"id\":2,\"rpc\":{}}");
        assertThat(peer.closeCode()).isEqualTo(3501);
    }

    @Test
    void answerToAClosedConnectionIsDropped() {
        var answer = TestLoop.<RpcReply>later();
        loop.rpc = event -> answer;
        var peer = loop.connect();
        peer.command("\"rpc\":{}");

        peer.client.disconnect(Disconnect.FORCED);
        answer.complete(Answer.accept(new RpcReply(null)));
        loop.runTasks();

        assertThat(peer.taken()).isEmpty();
    }

    @Test
    void handlerMayAnswerFromAnyThread() throws Exception {
        var answer = TestLoop.<RpcReply>later();
        loop.rpc = event -> answer;
        var peer = loop.connect();
        peer.command("\"rpc\":{}");

        var other = new Thread(() -> answer.complete(Answer.accept(new RpcReply(null))));
        other.start();
        other.join();
        assertThat(peer.taken()).isEmpty();
        loop.runTasks();

        assertThat(peer.taken()).containsExactly("{\"id\":2,\"rpc\":{}}");
    }

    // ---- failures

    static Stream<EventHandler<RpcEvent, RpcReply>> failingHandlers() {
        return Stream.of(
                event -> {
                    throw new IllegalStateException("secret");
                },
                event -> {
                    throw new AssertionError("secret");
                },
                event -> CompletableFuture.failedFuture(new IllegalStateException("secret")),
                event -> CompletableFuture.completedFuture(nothing()),
                event -> ClientHandlersTest.<CompletionStage<Answer<RpcReply>>>nothing(),
                event -> Answer.<RpcReply>accept(nothing()).now());
    }

    /// What a program that does not check nulls hands over.
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    /// A null stage used to close the connection with 1011, and a null answer left its command
    /// without a reply.
    @ParameterizedTest
    @MethodSource("failingHandlers")
    void handlerThatFailsCostsItsCommandAndNothingElse(EventHandler<RpcEvent, RpcReply> failing) {
        loop.rpc = failing;
        var peer = loop.connect();
        peer.send("{\"id\":2,\"rpc\":{}}\n{\"id\":3,\"unsubscribe\":{\"channel\":\"x\"}}");

        assertThat(peer.closeCode()).isZero();
        assertThat(peer.taken())
                .hasSize(2)
                .contains("{\"id\":3,\"unsubscribe\":{}}")
                .noneMatch(line -> line.contains("secret"))
                .anyMatch(line -> line.matches(INTERNAL_ERROR));
    }

    @ParameterizedTest
    @MethodSource("failingHandlers")
    void handlerThatFailsLaterIsNoDifferent(EventHandler<RpcEvent, RpcReply> failing) {
        var start = new CompletableFuture<String>();
        loop.rpc =
                event ->
                        start.thenCompose(go -> {
                            var stage = failing.handle(event);
                            return stage == null
                                    ? CompletableFuture.completedFuture(nothing())
                                    : stage;
                        });
        var peer = loop.connect();
        peer.command("\"rpc\":{}");

        start.complete("go");
        loop.runTasks();

        assertThat(peer.taken())
                .singleElement()
                .asString()
                .startsWith("{\"id\":2,\"error\":{\"code\":100,")
                .doesNotContain("secret");
        assertThat(loop.metrics.replyErrors().values()).containsEntry("100", 1L);
    }

    @Test
    void connectHandlerThatFailsRefusesTheConnect() {
        loop.connect =
                event -> {
                    throw new IllegalStateException("secret");
                };
        var peer = loop.open();
        peer.send("{\"id\":1,\"connect\":{}}");

        assertThat(peer.taken())
                .singleElement()
                .asString()
                .startsWith("{\"id\":1,\"error\":{\"code\":100,");
        assertThat(peer.transport.abandoned).isTrue();
    }

    @Test
    void messageHandlerThatFailsEndsTheConnection() {
        loop.message =
                event -> {
                    throw new IllegalStateException("secret");
                };
        var peer = loop.connect();
        peer.send("{\"send\":{}}");

        assertThat(peer.closeCode()).isEqualTo(3004);
        assertThat(peer.closeReason()).startsWith("internal server error").doesNotContain("secret");
    }

    /// The exception of one client's callback used to leave the whole group dead, when the client
    /// was closed while a batch was handed out.
    @Test
    void callbacksThatFailDoNotDisturbTheNeighbours() {
        loop.onUnsubscribed =
                event -> {
                    throw new IllegalStateException("the test's own");
                };
        loop.onDisconnected =
                event -> {
                    throw new IllegalStateException("the test's own");
                };
        loop.maxQueuedBytes = 10;
        var slow = loop.connect().subscribe("x");
        var other = loop.connect().subscribe("x");
        slow.transport.writable = false;

        loop.publish("x", "\"more than ten bytes\"");
        loop.publish("x", "2");

        assertThat(slow.closeCode()).isEqualTo(3008);
        assertThat(other.taken()).containsExactly("x=\"more than ten bytes\"", "x=2");
        assertThat(loop.connections.clients()).isEqualTo(1);
    }

    // ---- what is not offered

    @Test
    void operationsWithoutHandlersAreRefused() {
        loop.subscribe = null;
        loop.publish = null;
        loop.rpc = null;
        var peer = loop.connect();
        peer.command("\"subscribe\":{\"channel\":\"x\"}");
        peer.command("\"publish\":{\"channel\":\"x\",\"data\":1}");
        peer.command("\"rpc\":{}");
        peer.command("\"presence\":{\"channel\":\"x\"}");
        peer.command("\"presence_stats\":{\"channel\":\"x\"}");
        peer.command("\"history\":{\"channel\":\"x\"}");
        peer.command("\"refresh\":{\"token\":\"x\"}");

        assertThat(peer.taken())
                .hasSize(7)
                .allMatch(line ->
                        line.contains("\"error\":{\"code\":108,\"message\":\"not available: "));
        assertThat(peer.closeCode()).isZero();
    }

    @Test
    void messageWithoutAHandlerEndsTheConnection() {
        var peer = loop.connect();
        peer.send("{\"send\":{}}");

        assertThat(peer.closeCode()).isEqualTo(3508);
    }

    @Test
    void messagesAreHandedOverWithAndWithoutData() {
        var messages = new ArrayList<String>();
        loop.message = event -> messages.add(String.valueOf(event.data()));
        var peer = loop.connect();
        peer.send("{\"send\":{\"data\":{\"a\":1}}}\n{\"id\":7,\"send\":{}}");

        assertThat(messages).containsExactly("{\"a\":1}", "null");
        assertThat(peer.taken()).isEmpty();
    }

    @Test
    void refusalsReachTheClientAsTheyAre() {
        loop.rpc = event -> Answer.<RpcReply>refuse(new ErrorReply(1000, "custom", true)).now();
        var peer = loop.connect();
        peer.command("\"rpc\":{}");

        assertThat(peer.taken())
                .isEqualTo(
                        List.of(
                                "{\"id\":2,\"error\":{\"code\":1000,\"message\":\"custom\",\"temporary\":true}}"));
    }
}
