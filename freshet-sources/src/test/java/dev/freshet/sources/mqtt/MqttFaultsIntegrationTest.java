package dev.freshet.sources.mqtt;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.SourceException;
import dev.freshet.sources.fixture.RunningQuery;
import dev.freshet.sources.fixture.Settings;
import dev.freshet.sources.upstream.SubscribedQuery;
import dev.freshet.sources.upstream.UpstreamUnavailable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Brokers as no real one behaves when it is asked to.
class MqttFaultsIntegrationTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final byte[] CONNECTED = {0x20, 2, 0, 0};

    @Test
    void brokerThatDoesNotAnswerIsUnavailable() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(failure(silent, SHORT))
                    .isInstanceOf(UpstreamUnavailable.class)
                    .hasMessage("Data source \"Test\" did not answer within 0.3 s.");
        }
    }

    @Test
    void brokerThatSpeaksSomethingElseIsUnavailable() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            answer(
                    other,
                    in -> {
                        packet(in);
                        return "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII);
                    });

            assertThat(failure(other, SHORT)).isInstanceOf(UpstreamUnavailable.class);
        }
    }

    @Test
    void refusedSubscriptionIsForGood() throws Exception {
        try (var broker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            answer(
                    broker,
                    in -> {
                        packet(in);
                        return CONNECTED;
                    },
                    in -> {
                        var subscribe = packet(in);
                        return new byte[] {(byte) 0x90, 3, subscribe[0], subscribe[1], (byte) 0x80};
                    });

            assertThat(failure(broker, LONG))
                    .isExactlyInstanceOf(SourceException.class)
                    .hasMessage("Data source \"Test\" refused the subscription to \"a/b\".");
        }
    }

    @Test
    void wrongTopicsAreRefusedBeforeAnythingIsSent() {
        assertThatThrownBy(() -> prepare("{}")).hasMessage("The query has no topic.");
        assertThatThrownBy(() -> prepare("{\"topic\":\"a/#/b\"}"))
                .hasMessage("Topic \"a/#/b\" has # where it cannot stand.");
        assertThatThrownBy(() -> prepare("{\"topic\":\"a+/b\"}"))
                .hasMessage("Topic \"a+/b\" has + within a level.");
        assertThatThrownBy(() -> prepare("{\"topic\":\"$share/g/a\"}"))
                .hasMessageContaining("is a shared subscription");
        assertThatThrownBy(() -> prepare("{\"topic\":\"a\",\"qos\":3}"))
                .hasMessage("The query's qos is 3.");
    }

    @Test
    void wrongAddressIsRefusedWithoutNamingIt() {
        for (var url :
                new String[] {
                    "", "http://host", "tcp://u:secret@host", "tcp://", "tcp://h/x", "h:65536"
                }) {
            assertThatThrownBy(() -> prepare(url, LONG, "{\"topic\":\"a\"}"))
                    .hasMessage(
                            "Setting uri of data source \"Test\" is not the address of an MQTT"
                                    + " broker.");
        }
    }

    @Test
    void aHostThatIsNotKnownIsToldWithoutItsName() throws Exception {
        var query = prepare("mqtt://no-such-host.invalid/", LONG, "{\"topic\":\"a\"}");
        try (var running = new RunningQuery(query, null)) {
            assertThat(running.awaitFailure())
                    .hasMessage(
                            "Data source \"Test\" cannot be reached: the name of its host is not"
                                    + " known.");
        }
    }

    @Test
    void topicsOverlapWhenOneMessageCanFitBoth() throws Exception {
        assertThat(overlap("a/b", "a/b")).isTrue();
        assertThat(overlap("a/+", "+/b")).isTrue();
        assertThat(overlap("a/#", "a")).isTrue();
        assertThat(overlap("#", "x/y")).isTrue();
        assertThat(overlap("a/+", "a/b/c")).isFalse();
        assertThat(overlap("a/b", "a/c")).isFalse();
        assertThat(overlap("a/+/#", "a")).isFalse();
    }

    private static boolean overlap(String one, String other) throws Exception {
        return TopicFilter.of(one).overlaps(TopicFilter.of(other));
    }

    private interface Step {
        byte[] answer(DataInputStream in) throws IOException;
    }

    /// Answers the packets of the first client one after the other, then waits for its end.
    private static void answer(ServerSocket server, Step... steps) {
        Thread.startVirtualThread(() -> {
            try (var socket = server.accept()) {
                var in = new DataInputStream(socket.getInputStream());
                for (var step : steps) {
                    socket.getOutputStream().write(step.answer(in));
                }
                in.readAllBytes();
            } catch (IOException e) {
                // the client has left
            }
        });
    }

    /// What follows the fixed header of a short packet.
    private static byte[] packet(DataInputStream in) throws IOException {
        in.readByte();
        var body = new byte[in.readByte()];
        in.readFully(body);
        return body;
    }

    private static Throwable failure(ServerSocket broker, Duration timeout) throws Exception {
        var url = "tcp://127.0.0.1:" + broker.getLocalPort();
        var query = prepare(url, timeout, "{\"topic\":\"a/b\"}");
        try (var running = new RunningQuery(query, null)) {
            return running.awaitFailure();
        }
    }

    private static SubscribedQuery prepare(String json) throws Exception {
        return prepare("tcp://127.0.0.1:1", LONG, json);
    }

    private static SubscribedQuery prepare(String url, Duration timeout, String json)
            throws Exception {
        var context = Settings.context(timeout, 1_000, 1_000_000);
        var upstream = new MqttType().open(Settings.dataSource("mqtt", url, "{}"), context);
        return (SubscribedQuery) upstream.prepare(Settings.query(Duration.ofSeconds(1), json));
    }
}
