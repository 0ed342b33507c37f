package dev.freshet.engine.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.client.Answer;
import dev.freshet.engine.client.ConnectReply;
import dev.freshet.engine.client.RpcReply;
import dev.freshet.engine.protocol.ErrorReply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamTransportTest {
    private static final String STREAM = "/connection/http_stream";
    private static final String SSE = "/connection/sse";
    private static final String CONNECT = "{\"id\":1,\"connect\":{}}";
    private static final String SUBSCRIBE = "{\"id\":2,\"subscribe\":{\"channel\":\"news\"}}";

    private final FrontHarness front = new FrontHarness();

    @AfterEach
    void endConnection() {
        front.close();
    }

    @Test
    void connectReplyIsTheFirstLineOfTheStream() {
        front.post(STREAM, CONNECT);

        var stream = front.stream();
        assertThat(stream.head).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(stream.has("Transfer-Encoding: chunked")).isTrue();
        assertThat(stream.has("Content-Type: text/plain; charset=utf-8")).isTrue();
        assertThat(stream.has("X-Accel-Buffering: no")).isTrue();
        assertThat(stream.chunks).hasSize(1);
        assertThat(stream.body())
                .matches(
                        "\\{\"id\":1,\"connect\":\\{\"client\":\"[0-9a-f-]{36}\",\"ping\":25,\"pong\":true,\"session\":\"[0-9a-f]{32}\",\"node\":\"node-1\"}}\n");
        assertThat(front.channel.isOpen()).isTrue();
    }

    @Test
    void repliesOfOneRequestShareAChunk() {
        front.post(STREAM, CONNECT + "\n" + SUBSCRIBE);

        assertThat(front.stream().chunks).hasSize(1);
        assertThat(front.stream().body()).endsWith("}}\n{\"id\":2,\"subscribe\":{}}\n");
    }

    @Test
    void publicationIsALine() {
        front.post(STREAM, CONNECT + "\n" + SUBSCRIBE);

        front.publish("news", "{\"n\":\n1}");
        front.publish("news", "2");

        assertThat(front.stream().chunks.subList(1, 3))
                .containsExactly(
                        "{\"push\":{\"channel\":\"news\",\"pub\":{\"data\":{\"n\":1}}}}\n",
                        "{\"push\":{\"channel\":\"news\",\"pub\":{\"data\":2}}}\n");
    }

    @Test
    void eventStreamSaysAtOnceThatItIsOpen() {
        front.server.connect = event -> new CompletableFuture<>();

        front.get(SSE + "?cf_connect=%7B%22id%22%3A1%2C%22connect%22%3A%7B%7D%7D");

        assertThat(front.stream().has("Content-Type: text/event-stream; charset=utf-8")).isTrue();
        assertThat(front.stream().chunks).containsExactly("\r\n");
    }

    @Test
    void eachMessageOfAnEventStreamIsAnEvent() {
        front.post(SSE, CONNECT + "\n" + SUBSCRIBE);

        front.publish("news", "1");

        assertThat(front.stream().body())
                .startsWith("\r\ndata: {\"id\":1,\"connect\":{")
                .endsWith(
                        """
                        }}

                        data: {"id":2,"subscribe":{}}

                        data: {"push":{"channel":"news","pub":{"data":1}}}

                        """);
    }

    @Test
    void requestInProtobufIsAnsweredInProtobuf() {
        front.receive(
                """
                POST /connection/http_stream HTTP/1.1\r
                Host: h\r
                Content-Type: application/octet-stream\r
                Content-Length: 5\r
                \r
                \u0004\u0008\u0001\"\u0000\
                """);

        var stream = front.stream();
        assertThat(stream.has("Content-Type: application/octet-stream")).isTrue();
        assertThat(stream.body()).startsWith("X\u0008\u0001*T").contains("node-1");
    }

    /// Most nginx speak HTTP/1.0 to the servers behind them.
    @Test
    void http10GetsTheMessagesWithoutChunks() {
        front.receive(
                "POST /connection/http_stream HTTP/1.0\r\nContent-Length: "
                        + CONNECT.length()
                        + "\r\n\r\n"
                        + CONNECT);

        front.emulate(sessionIn(front.sent()), "nonsense");

        assertThat(front.sent())
                .contains("\r\nConnection: close\r\n\r\n{\"id\":1,\"connect\":{")
                .doesNotContain("chunked")
                .contains("}}\n{\"push\":{\"disconnect\":{\"code\":3501,")
                .endsWith("\"}}}\n");
        assertThat(front.channel.isOpen()).isFalse();
    }

    private static String sessionIn(String sent) {
        int at = sent.indexOf("\"session\":\"") + 11;
        return sent.substring(at, at + 32);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\n", "nope", "[]", "{\"id\":", "\u00c0\u00af", "{\"id\":2,\"rpc\":{}}"})
    void bodyThatIsNoConnectEndsTheStream(String body) {
        front.post(STREAM, body.getBytes(ISO_8859_1));

        assertThat(front.stream().body())
                .startsWith("{\"push\":{\"disconnect\":{\"code\":3501,\"reason\":\"bad request");
        assertThat(front.stream().ended).isTrue();
        assertThat(front.channel.isOpen()).isFalse();
    }

    @Test
    void commandsInFrontOfABadOneAreAnswered() {
        front.post(STREAM, CONNECT + "\n" + SUBSCRIBE + "\nnope");

        assertThat(front.stream().body().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("{\"id\":1,\"connect\""),
                        line -> assertThat(line).isEqualTo("{\"id\":2,\"subscribe\":{}}"),
                        line -> assertThat(line).contains("\"disconnect\":{\"code\":3501"));
    }

    @Test
    void refusedConnectLeavesTheStreamOpenUntilTheClientIsStale() {
        front.server.connect =
                event -> Answer.<ConnectReply>refuse(ErrorReply.PERMISSION_DENIED).now();
        front.post(STREAM, CONNECT);
        front.advance(14);
        assertThat(front.stream().body())
                .isEqualTo(
                        "{\"id\":1,\"error\":{\"code\":103,\"message\":\"permission denied\"}}\n");
        assertThat(front.channel.isOpen()).isTrue();

        front.advance(2);

        assertThat(front.stream().body()).contains("{\"push\":{\"disconnect\":{\"code\":3502,");
        assertThat(front.stream().ended).isTrue();
        assertThat(front.channel.isOpen()).isFalse();
    }

    @Test
    void pongComesBesideTheStream() {
        front.post(STREAM, CONNECT);
        awaitPing();

        front.emulate(front.session(), "{}");
        front.advance(12);

        assertThat(front.stream().ended).isFalse();
    }

    @Test
    void missingPongEndsTheStream() {
        front.post(STREAM, CONNECT);
        awaitPing();

        front.advance(10);

        assertThat(front.stream().body()).contains("\"disconnect\":{\"code\":3012,");
        assertThat(front.stream().ended).isTrue();
    }

    private void awaitPing() {
        for (int second = 0; second < 30; second++) {
            front.advance(1);
            if (front.stream().chunks.contains("{}\n")) {
                return;
            }
        }
        throw new AssertionError("no ping within 30 s");
    }

    @Test
    void bytesBehindTheRequestAreIgnoredUpToALimit() {
        front.post(STREAM, CONNECT);
        front.receive("x".repeat(HttpStream.MAX_IGNORED_BYTES));
        assertThat(front.channel.isOpen()).isTrue();

        front.receive("x");

        assertThat(front.channel.isOpen()).isFalse();
        assertThat(front.server.connections.clients()).isZero();
    }

    @Test
    void requestBehindTheOpeningOneIsNotAnswered() {
        var request =
                "POST /connection/http_stream HTTP/1.1\r\nHost: h\r\nContent-Length: "
                        + CONNECT.length()
                        + "\r\n\r\n"
                        + CONNECT;

        front.receive(request + request);

        assertThat(front.sent()).containsOnlyOnce("HTTP/1.1 ");
    }

    @Test
    void peerThatGoesAwayTakesItsClientAndItsSessionAlong() {
        front.post(STREAM, CONNECT);
        var session = front.session();
        assertThat(front.server.sessions.size()).isOne();

        front.channel.close();
        front.runTasks();

        assertThat(front.server.connections.clients()).isZero();
        assertThat(front.emulate(session, "{}")).isEqualTo(EmulationOutcome.TAKEN);
        assertThat(front.server.sessions.size()).isZero();
    }

    @Test
    void commandsBesideTheStreamWaitWhileTheClientCanTakeNone() {
        var answers = new ArrayList<CompletableFuture<Answer<RpcReply>>>();
        front.server.rpc =
                event -> {
                    answers.add(new CompletableFuture<>());
                    return answers.getLast();
                };
        front.post(STREAM, CONNECT);
        var session = front.session();
        for (int id = 2; id <= 14; id++) {
            front.emulate(session, "{\"id\":%d,\"rpc\":{}}".formatted(id));
        }
        front.emulate(session, "{\"id\":15,\"unsubscribe\":{\"channel\":\"a\"}}");
        assertThat(answers).hasSize(12);
        assertThat(front.stream().body()).doesNotContain("\"id\":15");

        answers.getFirst().complete(Answer.accept(new RpcReply(null)));
        front.runTasks();
        answers.get(1).complete(Answer.accept(new RpcReply(null)));
        front.runTasks();

        assertThat(answers).hasSize(13);
        assertThat(front.stream().body()).contains("{\"id\":15,\"unsubscribe\":{}}\n");
    }

    @Test
    void clientThatSendsOnWithoutWaitingForRepliesIsClosed() {
        front.server.rpc = event -> new CompletableFuture<>();
        front.post(STREAM, CONNECT);
        var session = front.session();

        for (int id = 2; id < 14 + WaitingFrames.MAX_FRAMES; id++) {
            front.emulate(session, "{\"id\":%d,\"rpc\":{}}".formatted(id));
        }
        assertThat(front.stream().ended).isFalse();
        front.emulate(session, "{\"id\":99,\"rpc\":{}}");

        assertThat(front.stream().body()).contains("\"disconnect\":{\"code\":3013,");
        assertThat(front.stream().ended).isTrue();
    }

    @Test
    void sessionsAreLongAndDiffer() {
        var sessions = new HashSet<String>();
        for (int i = 0; i < 1000; i++) {
            sessions.add(SessionIds.next());
        }

        assertThat(sessions).hasSize(1000).allMatch(each -> each.matches("[0-9a-f]{32}"));
    }

    /// Groups compare forms by identity: a batch is encoded once for all streams of a kind.
    @Test
    void streamsOfAKindShareTheirForm() {
        for (var kind : StreamKind.values()) {
            for (boolean protobuf : new boolean[] {true, false}) {
                var format = kind.format(protobuf);

                assertThat(format).isSameAs(kind.format(protobuf));
                assertThat(format.wire(true).form(false)).isSameAs(format.wire(true).form(false));
            }
        }
    }
}
