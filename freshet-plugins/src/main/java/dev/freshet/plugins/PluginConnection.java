package dev.freshet.plugins;

import dev.freshet.plugins.wire.DataGrpc;
import dev.freshet.plugins.wire.DiagnosticsGrpc;
import dev.freshet.plugins.wire.GRPCControllerGrpc;
import dev.freshet.plugins.wire.GRPCStdioGrpc;
import dev.freshet.plugins.wire.HealthCheckRequest;
import dev.freshet.plugins.wire.HealthCheckResponse;
import dev.freshet.plugins.wire.HealthGrpc;
import dev.freshet.plugins.wire.Nothing;
import dev.freshet.plugins.wire.ResourceGrpc;
import dev.freshet.plugins.wire.StreamGrpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The gRPC connection to one process. Safe for any thread; calls block.
final class PluginConnection {
    private static final int FLOW_CONTROL_WINDOW = 1024 * 1024;

    /// Kept, for a level set on a logger lasts as long as the logger. At INFO there is a line for
    /// every packet that was on its way when a stream was cancelled.
    private static final Logger GRPC_LOG = Logger.getLogger("io.grpc");

    static {
        if (GRPC_LOG.getLevel() == null) {
            GRPC_LOG.setLevel(Level.WARNING);
        }
    }

    /// What a message has beside a packet's data.
    private static final int AROUND_A_PACKET = 16;

    private final ManagedChannel channel;

    /// Connects to a process, has what it prints read from now on, and returns when it serves.
    ///
    /// @throws StartFailure when it says that it does not serve, or cannot be trusted
    /// @throws StatusRuntimeException when it does not answer
    static PluginConnection open(
            String id, Handshake handshake, Supervisor supervisor, PluginLog output)
            throws StartFailure {
        PluginHostOptions options = supervisor.options();
        var connection =
                new PluginConnection(
                        handshake,
                        supervisor.loop(),
                        options.maxPacketBytes() + AROUND_A_PACKET,
                        supervisor.tls().context(id, handshake.certificate()));
        boolean serving = false;
        try {
            Thread.ofVirtual()
                    .name("plugin-stdio-" + id)
                    .start(() -> connection.readOutput(output));
            serving = connection.isServing(options.startTimeout());
        } finally {
            if (!serving) {
                connection.close();
            }
        }
        if (!serving) {
            throw new StartFailure(
                    new Refusal(
                            "Plugin \"%s\" says that it does not serve".formatted(id),
                            "See its log"),
                    false);
        }
        return connection;
    }

    /// @param tls null without mutual TLS
    private PluginConnection(
            Handshake handshake,
            EventLoopGroup loop,
            int maxMessageBytes,
            @Nullable SslContext tls) {
        var builder =
                NettyChannelBuilder.forAddress(handshake.address())
                        .eventLoopGroup(loop)
                        .overrideAuthority("localhost")
                        .maxInboundMessageSize(maxMessageBytes)
                        .initialFlowControlWindow(FLOW_CONTROL_WINDOW)
                        .disableRetry()
                        .directExecutor();
        if (tls == null) {
            builder.usePlaintext();
        } else {
            builder.sslContext(tls);
        }
        if (handshake.address() instanceof UnixDomainSocketAddress) {
            builder.channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class);
            withoutKeepAlive(builder);
        } else {
            builder.channelType(NioSocketChannel.class);
        }
        channel = builder.build();
    }

    /// grpc-java sets an option that Unix sockets do not have; taken back by giving null.
    @SuppressWarnings("NullAway")
    private static void withoutKeepAlive(NettyChannelBuilder builder) {
        builder.withOption(ChannelOption.SO_KEEPALIVE, null);
    }

    /// Whether the plugin says that it serves.
    ///
    /// @throws StatusRuntimeException when it says nothing
    boolean isServing(Duration timeout) {
        return HealthGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(timeout)
                        .check(HealthCheckRequest.newBuilder().setService("plugin").build())
                        .getStatus()
                == HealthCheckResponse.ServingStatus.SERVING;
    }

    /// Reads what the program prints once it serves, until the end of the connection. A program
    /// that is not read stops at 64 KiB.
    private void readOutput(PluginLog output) {
        var open = new StringBuilder[] {new StringBuilder(), new StringBuilder()};
        try {
            GRPCStdioGrpc.newBlockingStub(channel)
                    .streamStdio(Nothing.getDefaultInstance())
                    .forEachRemaining(data -> {
                        boolean error = data.getChannelValue() == 2;
                        takeLines(open[error ? 1 : 0], data.getData().toStringUtf8(), output);
                    });
        } catch (StatusRuntimeException _) {
            // UNIMPLEMENTED, or the process is gone; in both cases there is nothing to read.
        }
        for (StringBuilder rest : open) {
            output.errorLine(rest.toString());
        }
    }

    private static void takeLines(StringBuilder open, String text, PluginLog output) {
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            output.errorLine(open.append(text, start, end).toString());
            open.setLength(0);
            start = end + 1;
        }
        open.append(text, start, text.length());
        if (open.length() > LineReader.MAX_LINE_BYTES) {
            output.errorLine(open.toString());
            open.setLength(0);
        }
    }

    /// Asks the program to leave. That the connection breaks under the call is the usual answer.
    void requestShutdown(Duration timeout) {
        try {
            GRPCControllerGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(timeout)
                    .shutdown(Nothing.getDefaultInstance());
        } catch (StatusRuntimeException _) {
            // Killed later if it has not gone.
        }
    }

    StreamGrpc.StreamBlockingStub stream(Duration timeout) {
        return StreamGrpc.newBlockingStub(channel).withDeadlineAfter(timeout);
    }

    DataGrpc.DataBlockingStub data(Duration timeout) {
        return DataGrpc.newBlockingStub(channel).withDeadlineAfter(timeout);
    }

    ResourceGrpc.ResourceBlockingStub resource(Duration timeout) {
        return ResourceGrpc.newBlockingStub(channel).withDeadlineAfter(timeout);
    }

    DiagnosticsGrpc.DiagnosticsBlockingStub diagnostics(Duration timeout) {
        return DiagnosticsGrpc.newBlockingStub(channel).withDeadlineAfter(timeout);
    }

    ManagedChannel channel() {
        return channel;
    }

    /// Ends every call at once.
    void close() {
        channel.shutdownNow();
    }
}
