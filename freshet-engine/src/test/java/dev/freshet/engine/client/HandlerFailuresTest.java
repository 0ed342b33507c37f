package dev.freshet.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A handler that fails, in whatever way, costs the one command that it was asked about.
class HandlerFailuresTest {
    private final TestLoop loop = new TestLoop();

    @AfterEach
    void endConnections() {
        loop.close();
    }

    enum Failure {
        THROWS,
        THROWS_ERROR,
        FAILED_STAGE,
        FAILS_LATER,
        NULL_STAGE,
        NULL_ANSWER;

        <R> CompletionStage<Answer<R>> happen(CompletableFuture<Boolean> later) {
            return switch (this) {
                case THROWS -> throw new IllegalStateException("secret");
                case THROWS_ERROR -> throw new AssertionError("secret");
                case FAILED_STAGE ->
                        CompletableFuture.failedFuture(new IllegalStateException("secret"));
                case FAILS_LATER ->
                        later.thenApply(go -> {
                            throw new IllegalStateException("secret");
                        });
                case NULL_STAGE -> nothing();
                case NULL_ANSWER -> CompletableFuture.completedFuture(nothing());
            };
        }
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    static Stream<Arguments> commandsAndFailures() {
        var commands =
                List.of(
                        "\"subscribe\":{\"channel\":\"new\"}",
                        "\"publish\":{\"channel\":\"room\",\"data\":1}",
                        "\"presence\":{\"channel\":\"room\"}",
                        "\"presence_stats\":{\"channel\":\"room\"}",
                        "\"history\":{\"channel\":\"room\"}",
                        "\"rpc\":{}",
                        "\"refresh\":{\"token\":\"t\"}",
                        "\"sub_refresh\":{\"channel\":\"room\",\"token\":\"t\"}");
        return commands.stream()
                .flatMap(command ->
                        Stream.of(Failure.values()).map(failure -> Arguments.of(command, failure)));
    }

    @ParameterizedTest
    @MethodSource("commandsAndFailures")
    void costsItsCommandAndNothingElse(String command, Failure failure) {
        var later = new CompletableFuture<Boolean>();
        var expiry = Expiry.refreshedByClient(TestLoop.START.plusSeconds(1000));
        loop.connect =
                event ->
                        Answer.accept(ConnectReply.as(Credentials.ofUser("u")).withExpiry(expiry))
                                .now();
        loop.subscribe = event -> Answer.accept(SubscribeReply.ok().withExpiry(expiry)).now();
        var peer = loop.connect().subscribe("room");
        loop.handlers
                .subscribe(event -> failure.happen(later))
                .publish(event -> failure.happen(later))
                .presence(event -> failure.happen(later))
                .presenceStats(event -> failure.happen(later))
                .history(event -> failure.happen(later))
                .rpc(event -> failure.happen(later))
                .refresh(event -> failure.happen(later))
                .subRefresh(event -> failure.happen(later));

        peer.send("{\"id\":7," + command + "}\n{\"id\":8,\"unsubscribe\":{\"channel\":\"x\"}}");
        later.complete(true);
        loop.runTasks();

        assertThat(peer.taken())
                .hasSize(2)
                .contains("{\"id\":8,\"unsubscribe\":{}}")
                .anyMatch(line -> line.startsWith("{\"id\":7,\"error\":{\"code\":100,"))
                .noneMatch(line -> line.contains("secret"));
        assertThat(peer.closeCode()).isZero();
        assertThat(peer.transport.reading).isTrue();
        loop.publish("room", "1");
        assertThat(peer.taken()).containsExactly("room=1");
    }

    static Stream<Failure> failures() {
        return Stream.of(Failure.values());
    }

    @ParameterizedTest
    @MethodSource("failures")
    void connectThatFailsIsRefused(Failure failure) {
        var later = new CompletableFuture<Boolean>();
        loop.connect = event -> failure.happen(later);
        var peer = loop.open();
        peer.command("\"connect\":{}");
        later.complete(true);
        loop.runTasks();

        assertThat(peer.taken())
                .singleElement()
                .asString()
                .startsWith("{\"id\":1,\"error\":{\"code\":100,")
                .doesNotContain("secret");
        assertThat(peer.transport.abandoned).isTrue();
        assertThat(loop.connections.clients()).isZero();
    }
}
