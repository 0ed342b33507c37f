package dev.freshet.spring;

import dev.freshet.engine.Engine;
import dev.freshet.engine.protocol.Disconnect;
import java.net.InetSocketAddress;
import java.util.Optional;

/// The engine on the application's port, once something has [#mount]ed it there.
final class ApplicationPort implements FreshetServer {
    private static final String WAY_OUT =
            "Remove freshet.server=application, so that the engine listens on a port of its own"
                    + " (freshet.port), or let the application run on Reactor Netty: with"
                    + " spring-boot-starter-webflux and without spring-boot-starter-webmvc.";

    /// Stopped before the web server waits for its connections to end.
    private static final int PHASE = DEFAULT_PHASE - 512;

    private final Engine engine;
    private final Mount mount;
    private volatile boolean mounted;

    ApplicationPort(Engine engine, Mount mount) {
        this.engine = engine;
        this.mount = mount;
    }

    Mount mount() {
        mounted = true;
        return mount;
    }

    static FreshetStartException refusal(String because) {
        return new FreshetStartException(
                "freshet.server is \"application\", but " + because, WAY_OUT);
    }

    @Override
    public void start() {
        if (!mounted) {
            throw refusal(
                    "this application's web server is not Reactor Netty: the engine takes over"
                            + " connections on Netty's event loops, and there are none.");
        }
        mount.open(true);
    }

    @Override
    public void stop() {
        mount.open(false);
        engine.forEachClient(client -> client.disconnect(Disconnect.SHUTDOWN));
    }

    @Override
    public boolean isRunning() {
        return mount.isOpen();
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public Optional<InetSocketAddress> address() {
        return Optional.empty();
    }
}
