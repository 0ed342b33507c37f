package dev.freshet.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.transport.WebSocketCompression;
import org.junit.jupiter.api.Test;

class CompressionIntegrationTest {
    private static final String OFFER = "permessage-deflate; client_max_window_bits";
    private static final String DATA = "\"" + "0123456789".repeat(50) + "\"";

    private static RunningEngine compressing() {
        return new RunningEngine(options -> options.compression(WebSocketCompression.defaults()));
    }

    @Test
    void publicationIsCompressedForThoseWhoAgreedToIt() throws Exception {
        try (var server = compressing();
                var one = new RawPeer(server.address, OFFER).connectAndSubscribe("news");
                var two = new RawPeer(server.address, OFFER).connectAndSubscribe("news");
                var plain = new RawPeer(server.address).connectAndSubscribe("news")) {
            assertThat(one.extensions())
                    .isEqualTo(
                            "permessage-deflate; server_no_context_takeover;"
                                    + " client_no_context_takeover");
            assertThat(plain.extensions()).isEmpty();

            server.publish("news", DATA);

            var push = "{\"push\":{\"channel\":\"news\",\"pub\":{\"data\":" + DATA + "}}}";
            for (var peer : new RawPeer[] {one, two, plain}) {
                assertThat(peer.next()).isEqualTo(push);
                assertThat(peer.wasCompressed()).isEqualTo(peer != plain);
            }
        }
    }

    @Test
    void commandsMayComeCompressedAndLongRepliesGoCompressed() throws Exception {
        try (var server = compressing();
                var peer = new RawPeer(server.address, OFFER)) {
            peer.sendCompressed("{\"id\":1,\"connect\":{}}");
            assertThat(peer.next()).startsWith("{\"id\":1,\"connect\":{\"client\":");

            peer.send("{\"id\":2,\"rpc\":{\"data\":" + DATA + "}}");
            assertThat(peer.next()).isEqualTo("{\"id\":2,\"rpc\":{\"data\":" + DATA + "}}");
            assertThat(peer.wasCompressed()).isTrue();

            peer.sendCompressed("{\"id\":3,\"unsubscribe\":{\"channel\":\"x\"}}");
            assertThat(peer.next()).isEqualTo("{\"id\":3,\"unsubscribe\":{}}");
            assertThat(peer.wasCompressed()).isFalse();
        }
    }

    @Test
    void offersAreDeclinedUnlessTheProgramAskedForCompression() throws Exception {
        try (var server = new RunningEngine();
                var peer = new RawPeer(server.address, OFFER).connectAndSubscribe("news")) {
            assertThat(peer.extensions()).isEmpty();

            server.publish("news", DATA);

            assertThat(peer.next()).contains(DATA);
            assertThat(peer.wasCompressed()).isFalse();
        }
    }
}
