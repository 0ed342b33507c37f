package dev.freshet.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.protocol.Command;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.Request;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a program's hook sees of commands, and what it may do about them.
class CommandHookTest {
    private final TestLoop loop = new TestLoop();
    private final List<String> seen = new ArrayList<>();
    private @Nullable ErrorReply refusal;
    private @Nullable RuntimeException failure;

    @BeforeEach
    void hook() {
        loop.handlers.hook(
                new CommandHook() {
                    @Override
                    public @Nullable ErrorReply before(Client client, Command command) {
                        var request = command.request();
                        seen.add(
                                "> "
                                        + command.id()
                                        + " "
                                        + (request == null ? "?" : request.method()));
                        if (failure != null) {
                            throw failure;
                        }
                        return request instanceof Request.Connect ? null : refusal;
                    }

                    @Override
                    public void after(
                            Client client, long id, String method, @Nullable ErrorReply error) {
                        seen.add(
                                "< "
                                        + id
                                        + " "
                                        + method
                                        + (error == null ? "" : " " + error.code()));
                    }
                });
        loop.message = event -> seen.add("message");
    }

    @AfterEach
    void endConnections() {
        loop.close();
    }

    @Test
    void everyCommandIsSeenBeforeAndBehind() {
        var peer = loop.connect();
        peer.command("\"subscribe\":{\"channel\":\"room\"}");
        peer.command("\"publish\":{\"channel\":\"room\",\"data\":1}");
        peer.command("\"rpc\":{}");
        peer.command("\"history\":{\"channel\":\"room\"}");
        peer.command("\"unsubscribe\":{\"channel\":\"room\"}");

        assertThat(seen)
                .containsExactly(
                        "> 1 connect", "< 1 connect",
                        "> 2 subscribe", "< 2 subscribe",
                        "> 3 publish", "< 3 publish",
                        "> 4 rpc", "< 4 rpc",
                        "> 5 history", "< 5 history 108",
                        "> 6 unsubscribe", "< 6 unsubscribe");
    }

    @Test
    void answersAreSeenWhenTheyAreWritten() {
        var answer = TestLoop.<RpcReply>later();
        loop.rpc = event -> answer;
        var peer = loop.connect();
        peer.send("{\"id\":2,\"rpc\":{}}\n{\"id\":3,\"unsubscribe\":{\"channel\":\"x\"}}");
        answer.complete(Answer.accept(new RpcReply(null)));
        loop.runTasks();

        assertThat(seen)
                .containsExactly(
                        "> 1 connect",
                        "< 1 connect",
                        "> 2 rpc",
                        "> 3 unsubscribe",
                        "< 3 unsubscribe",
                        "< 2 rpc");
    }

    @Test
    void pongsAndWhatIsFatalAreNoCommands() {
        var peer = loop.connect();
        seen.clear();
        peer.client.ping();
        peer.send("{}");
        peer.send("{\"id\":9}");

        assertThat(peer.closeCode()).isEqualTo(3501);
        assertThat(seen).isEmpty();
    }

    @Test
    void commandThatIsRefusedDoesNotReachItsHandler() {
        var calls = new ArrayList<RpcEvent>();
        loop.rpc =
                event -> {
                    calls.add(event);
                    return Answer.accept(new RpcReply(null)).now();
                };
        var peer = loop.connect();
        refusal = ErrorReply.PERMISSION_DENIED;
        peer.command("\"rpc\":{}");

        assertThat(calls).isEmpty();
        assertThat(peer.taken()).singleElement().asString().contains("\"id\":2", "\"code\":103");
        assertThat(seen).endsWith("> 2 rpc", "< 2 rpc 103");
        assertThat(peer.closeCode()).isZero();
    }

    @Test
    void refusedSendEndsTheConnection() {
        var peer = loop.connect();
        peer.send("{\"send\":{}}");
        assertThat(seen).endsWith("> 0 send", "message");
        refusal = ErrorReply.PERMISSION_DENIED;

        peer.send("{\"send\":{}}");

        assertThat(peer.closeCode()).isEqualTo(3508);
        assertThat(seen).endsWith("message", "> 0 send");
    }

    @Test
    void refusedConnectLeavesTheConnectionUnusable() {
        failure = new IllegalStateException("secret");
        var peer = loop.open();
        peer.send("{\"id\":1,\"connect\":{}}\n{\"id\":2,\"rpc\":{}}");

        assertThat(peer.taken())
                .singleElement()
                .asString()
                .contains("\"id\":1", "\"code\":100")
                .doesNotContain("secret");
        assertThat(peer.transport.abandoned).isTrue();
    }

    @Test
    void hookThatFailsRefusesTheCommand() {
        var peer = loop.connect();
        failure = new IllegalStateException("secret");
        peer.command("\"rpc\":{}");

        assertThat(peer.taken())
                .singleElement()
                .asString()
                .contains("\"code\":100")
                .doesNotContain("secret");
        assertThat(peer.closeCode()).isZero();
    }

    @Test
    void hookThatFailsBehindTheReplyIsItsOwnAffair() {
        loop.handlers.hook(
                new CommandHook() {
                    @Override
                    public void after(
                            Client client, long id, String method, @Nullable ErrorReply error) {
                        throw new IllegalStateException("the test's own");
                    }
                });
        var peer = loop.connect().subscribe("room");
        loop.publish("room", "1");

        assertThat(peer.taken()).containsExactly("room=1");
        assertThat(peer.closeCode()).isZero();
    }

    @Test
    void hookMayUnsubscribeBehindTheReply() {
        loop.handlers.hook(
                new CommandHook() {
                    @Override
                    public void after(
                            Client client, long id, String method, @Nullable ErrorReply error) {
                        client.unsubscribe("room", 2000, "");
                    }
                });
        var peer = loop.connect();
        peer.subscribe("room", "");

        assertThat(peer.taken())
                .containsExactly(
                        "{\"id\":2,\"subscribe\":{}}",
                        "{\"push\":{\"channel\":\"room\",\"unsubscribe\":{\"code\":2000}}}");
        assertThat(loop.node().hub().channelCount()).isZero();
    }
}
