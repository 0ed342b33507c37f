package dev.freshet.server.bench;

import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The server under load and what to say to it.
///
/// @param address resolved
/// @param authority host and port as the headers name them
/// @param headers complete lines `Name: value` for handshakes and publishes, credentials among them
/// @param connect the JSON value of the connect command
/// @param tls for https and wss; null in the clear
record Target(
        InetSocketAddress address,
        String authority,
        String socketPath,
        String publishPath,
        List<String> headers,
        String connect,
        @Nullable SslContext tls) {

    /// Leaves the headers out: they hold credentials.
    @Override
    public String toString() {
        return (tls == null ? "http://" : "https://") + authority;
    }

    boolean isLoopback() {
        return address.getAddress().isLoopbackAddress();
    }

    /// The request that opens a WebSocket, complete.
    String upgradeRequest() {
        return "GET "
                + socketPath
                + " HTTP/1.1\r\nHost: "
                + authority
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\nOrigin: "
                + this
                + "\r\n"
                + headerLines()
                + "\r\n";
    }

    /// The head of a publish request up to where the length of its body has to follow.
    String publishHead() {
        return "POST "
                + publishPath
                + " HTTP/1.1\r\nHost: "
                + authority
                + "\r\nContent-Type: application/json\r\n"
                + headerLines()
                + "Content-Length: ";
    }

    private String headerLines() {
        var lines = new StringBuilder();
        headers.forEach(header -> lines.append(header).append("\r\n"));
        return lines.toString();
    }
}
