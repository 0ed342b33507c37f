package dev.freshet.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import java.time.InstantSource;
import java.util.function.Consumer;

/// Builds the pipeline of a new connection: `[TLS] → RequestDecoder → HttpConnection`.
///
/// Shared by all connections of an address; given to `EventLoops.bind`.
public final class HttpInitializer extends ChannelInitializer<Channel> {
    private final Site site;
    private final Consumer<ChannelPipeline> tls;
    private final ResponseEncoder encoder;

    /// @param tls puts a TLS handler first, or does nothing
    public HttpInitializer(Site site, Consumer<ChannelPipeline> tls) {
        this.site = site;
        this.tls = tls;
        this.encoder = new ResponseEncoder(InstantSource.system());
    }

    @Override
    protected void initChannel(Channel channel) {
        tls.accept(channel.pipeline());
        var connection = new HttpConnection(site, encoder);
        channel.pipeline()
                .addLast(new RequestDecoder(site.limits(), connection::bytesArrived))
                .addLast(connection);
    }
}
