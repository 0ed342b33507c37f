package dev.freshet.examples.pipeline;

import dev.freshet.engine.Engine;
import dev.freshet.engine.client.Answer;
import dev.freshet.engine.client.SubscribeReply;
import dev.freshet.engine.protocol.Payload;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/// An HTTP server with a pipeline of its own: `/time` answers the time once, and the WebSocket at
/// `/connection/websocket` sends it every second, in the channel `time`.
///
/// The server runs on the engine's event loops: a connection that becomes a WebSocket stays on the
/// loop where it was accepted.
public final class TimeServer implements AutoCloseable {
    private final Engine engine =
            Engine.builder().onSubscribe(event -> Answer.accept(SubscribeReply.ok()).now()).build();

    /// Opens the server; gives the port that was chosen when 0 was asked for.
    public InetSocketAddress listen(InetSocketAddress address) {
        var pipeline =
                new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(64 * 1024))
                                .addLast(new Routes(engine.webSocketUpgrade()));
                    }
                };
        engine.eventLoops().group().scheduleAtFixedRate(this::tell, 0, 1, TimeUnit.SECONDS);
        return engine.eventLoops().bind(address, pipeline);
    }

    private void tell() {
        var json = "\"" + Instant.now() + "\"";
        engine.node()
                .publish("time", Payload.ofOwnedJsonLine(json.getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public void close() {
        engine.close();
    }

    public static void main(String[] arguments) throws InterruptedException {
        int port = arguments.length == 0 ? 8000 : Integer.parseInt(arguments[0]);
        try (var server = new TimeServer()) {
            var address = server.listen(new InetSocketAddress("localhost", port));
            System.out.println(
                    "The time is at http://localhost:"
                            + address.getPort()
                            + "/time and, every"
                            + " second, at ws://localhost:"
                            + address.getPort()
                            + "/connection/websocket");
            Thread.currentThread().join();
        }
    }
}
