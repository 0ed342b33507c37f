package dev.freshet.server.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.testkit.StreamPeer;
import dev.freshet.server.LiveServer;
import dev.freshet.server.config.ConfigSources;
import dev.freshet.server.config.ConfigSources.CommandLineSetting;
import dev.freshet.server.config.SettingsLoader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `[freshet.engine] compression`, as a client that offers permessage-deflate sees it.
class CompressionIntegrationTest {
    private static final String OFFER = "permessage-deflate; client_max_window_bits";

    @TempDir Path data;

    /// What the server agrees to; empty for nothing.
    private String agreed(String offer, CommandLineSetting... more) throws Exception {
        var settings =
                new ArrayList<>(
                        List.of(
                                setting("paths", "data", data.toString()),
                                setting("server", "http_addr", "127.0.0.1"),
                                setting("server", "http_port", "0"),
                                setting("auth.anonymous", "enabled", "true")));
        settings.addAll(Arrays.asList(more));
        var headers =
                new HashMap<>(
                        Map.of(
                                "Connection", "Upgrade",
                                "Upgrade", "websocket",
                                "Sec-WebSocket-Version", "13",
                                "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="));
        if (!offer.isEmpty()) {
            headers.put("Sec-WebSocket-Extensions", offer);
        }
        try (var server =
                new LiveServer(
                        SettingsLoader.load(new ConfigSources(null, Map.of(), settings))
                                .settings())) {
            var address =
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), server.listen().getPort());
            try (var peer =
                    new StreamPeer(address, "GET", "/api/live/ws", headers, new byte[0]).read()) {
                assertThat(peer.status()).isEqualTo(101);
                return peer.headers().getOrDefault("sec-websocket-extensions", "");
            }
        }
    }

    private static CommandLineSetting setting(String section, String key, String value) {
        return new CommandLineSetting(section, key, value, "test");
    }

    private static CommandLineSetting engine(String key, String value) {
        return setting("freshet.engine", key, value);
    }

    @Test
    void offerIsTakenOnlyWhenItIsSwitchedOn() throws Exception {
        assertThat(agreed(OFFER)).isEmpty();
        assertThat(agreed(OFFER, engine("compression", "false"))).isEmpty();
        assertThat(
                        agreed(
                                OFFER,
                                engine("compression", "true"),
                                engine("compression_level", "9"),
                                engine("compression_min_bytes", "1KiB")))
                .isEqualTo(
                        "permessage-deflate; server_no_context_takeover;"
                                + " client_no_context_takeover");
    }

    @Test
    void whoOffersNothingIsNotSentAnythingCompressed() throws Exception {
        assertThat(agreed("", engine("compression", "true"))).isEmpty();
    }
}
