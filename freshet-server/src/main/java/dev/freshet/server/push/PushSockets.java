package dev.freshet.server.push;

import dev.freshet.engine.transport.WebSocketUpgrade;
import dev.freshet.server.config.PushSettings;
import dev.freshet.server.http.SocketRequest;
import dev.freshet.server.http.UpgradeHandler;
import java.util.concurrent.Executor;

/// Opens a push socket for each upgrade of `/api/live/push/:streamId`.
public final class PushSockets implements UpgradeHandler {
    private final WebSocketUpgrade engine;
    private final LinePush push;
    private final PushSettings settings;
    private final PushLog log;
    private final Executor virtualThreads;

    /// Opens sockets on the engine's loops.
    ///
    /// @param virtualThreads for messages too large to be converted on a loop
    public PushSockets(
            WebSocketUpgrade engine,
            LinePush push,
            PushSettings settings,
            PushLog log,
            Executor virtualThreads) {
        this.engine = engine;
        this.push = push;
        this.settings = settings;
        this.log = log;
        this.virtualThreads = virtualThreads;
    }

    /// A wrong parameter closes the socket again at once: by then only a close reason can tell it.
    @Override
    public void upgrade(SocketRequest request) {
        var parameters = PushParameters.of(request.request(), settings.partial());
        new PushSocket(request, parameters, push, log, virtualThreads).accept(engine);
    }
}
