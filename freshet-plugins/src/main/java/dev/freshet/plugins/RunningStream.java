package dev.freshet.plugins;

import dev.freshet.plugins.wire.RunStreamRequest;
import dev.freshet.source.RawJson;
import dev.freshet.source.StreamSender;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// One RunStream call, run by one thread from its start to its end.
///
/// It keeps a window of packets asked for: as many as fit into 8 MiB by the size of late ones, at
/// most 256, so that small packets come in batches and large ones do not pile up.
final class RunningStream {
    private static final int MAX_WINDOW = 256;
    private static final int WINDOW_BYTES = 8 * 1024 * 1024;

    private final StreamSender sender;
    private final Consumer<byte[]> notJson;
    private final PacketQueue queue;
    private final ClientCall<RunStreamRequest, byte[]> call;
    private int asked;
    private int typicalBytes = WINDOW_BYTES / 4;

    /// @param maxPacketBytes the largest packet; eight of them may wait to be sent on
    /// @param notJson told of packets that cannot be sent on
    RunningStream(
            Channel channel, StreamSender sender, int maxPacketBytes, Consumer<byte[]> notJson) {
        queue = new PacketQueue(8L * maxPacketBytes);
        this.sender = sender;
        this.notJson = notJson;
        call = channel.newCall(StreamPackets.RUN_STREAM, CallOptions.DEFAULT);
    }

    /// Sends packets on until the stream ends, and says how.
    Status run(RunStreamRequest request) throws InterruptedException {
        call.start(queue, new Metadata());
        try {
            askForMore();
            call.sendMessage(request);
            call.halfClose();
            List<byte[]> spare = new ArrayList<>();
            while (true) {
                List<byte[]> packets = queue.take(spare);
                if (packets.isEmpty()) {
                    Status end = queue.end();
                    if (end != null) {
                        return end;
                    }
                }
                asked -= packets.size();
                sendOn(packets);
                packets.clear();
                spare = packets;
                askForMore();
            }
        } finally {
            // Nothing when it has ended; else this thread was interrupted, or the sender failed.
            call.cancel("no longer wanted", null);
        }
    }

    private void sendOn(List<byte[]> packets) {
        int largest = 0;
        for (byte[] packet : packets) {
            largest = Math.max(largest, packet.length);
            RawJson json;
            try {
                json = RawJson.of(packet);
            } catch (IllegalArgumentException _) {
                notJson.accept(packet);
                continue;
            }
            sender.send(json);
        }
        typicalBytes = Math.max(largest, typicalBytes - typicalBytes / 8);
    }

    private void askForMore() {
        int window = Math.clamp(WINDOW_BYTES / Math.max(typicalBytes, 1), 2, MAX_WINDOW);
        if (asked <= window / 2) {
            call.request(window - asked);
            asked = window;
        }
    }
}
