package dev.freshet.spring;

import dev.freshet.engine.transport.EventLoops;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.Http2;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.core.publisher.Mono;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/// Has Reactor Netty's server run on the engine's event loops and puts an [UpgradeHandler] behind
/// its HTTP codec, so that the engine may keep a connection that becomes a WebSocket.
final class ReactorNettyMount
        implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory>, Ordered {
    private static final String NAME = "freshet.upgrade";

    private final EventLoops eventLoops;
    private final ApplicationPort port;

    ReactorNettyMount(EventLoops eventLoops, ApplicationPort port) {
        this.eventLoops = eventLoops;
        this.port = port;
    }

    @Override
    public void customize(NettyReactiveWebServerFactory factory) {
        if (Ssl.isEnabled(factory.getSsl()) && isOn(factory.getHttp2())) {
            throw new FreshetStartException(
                    "freshet.server is \"application\" and HTTP/2 over TLS is on: which protocol a"
                            + " connection speaks is then known only after its pipeline is made.",
                    "Set server.http2.enabled=false, or remove freshet.server=application so that"
                            + " the engine listens on a port of its own.");
        }
        // Last, so that a factory of the application's own cannot take the connections elsewhere.
        var resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        resources.setLoopResources(new EngineLoops(eventLoops.group()));
        resources.setConnectionProvider(ConnectionProvider.newConnection());
        factory.setResourceFactory(resources);
        factory.addServerCustomizers(this::mount);
    }

    private static boolean isOn(@Nullable Http2 http2) {
        return http2 != null && http2.isEnabled();
    }

    private HttpServer mount(HttpServer server) {
        var mount = port.mount();
        return server.doOnChannelInit((observer, channel, remote) ->
                channel.pipeline()
                        .addAfter(NettyPipeline.HttpCodec, NAME, new UpgradeHandler(mount)));
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    /// The engine ends its loops itself.
    private record EngineLoops(EventLoopGroup group) implements LoopResources {
        @Override
        public EventLoopGroup onServer(boolean useNative) {
            return group;
        }

        @Override
        public Mono<Void> disposeLater(Duration quietPeriod, Duration timeout) {
            return Mono.empty();
        }
    }
}
