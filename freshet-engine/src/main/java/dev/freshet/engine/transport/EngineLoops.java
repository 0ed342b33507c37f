package dev.freshet.engine.transport;

import dev.freshet.engine.client.ClientLoop;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the connections of each of the engine's event loops share.
final class EngineLoops {
    private final Map<EventLoop, ClientLoop> clients;
    private final Map<EventLoop, WebSocketLoop> sockets;

    EngineLoops(Map<EventLoop, ClientLoop> clients, Map<EventLoop, WebSocketLoop> sockets) {
        this.clients = Map.copyOf(clients);
        this.sockets = Map.copyOf(sockets);
    }

    ClientLoop clients(Channel channel) {
        return ours(clients.get(channel.eventLoop()));
    }

    WebSocketLoop sockets(Channel channel) {
        return ours(sockets.get(channel.eventLoop()));
    }

    private static <T> T ours(@Nullable T loop) {
        if (loop == null) {
            throw new IllegalStateException(
                    "the connection does not belong to an event loop of this engine");
        }
        return loop;
    }
}
