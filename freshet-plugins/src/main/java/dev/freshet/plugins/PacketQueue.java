package dev.freshet.plugins;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Carries a stream's packets from gRPC's loop to the thread that runs the stream, many at a time.
///
/// It holds what was asked for and no more ([RunningStream] asks), so HTTP/2 holds the plugin back
/// when that thread does not keep up. What was asked for by the size of small packets may turn out
/// to be large: the stream ends when more than so many bytes are held.
final class PacketQueue extends ClientCall.Listener<byte[]> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final long maxBytes;
    private List<byte[]> packets = new ArrayList<>();
    private long bytes;
    private @Nullable Status end;

    /// @param maxBytes the most that is held
    PacketQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public void onMessage(byte[] packet) {
        lock.lock();
        try {
            if (end != null) {
                return;
            }
            if (bytes + packet.length > maxBytes) {
                end =
                        Status.RESOURCE_EXHAUSTED.withDescription(
                                "it sent more than %d bytes faster than they could be taken"
                                        .formatted(maxBytes));
                arrived.signal();
                return;
            }
            bytes += packet.length;
            packets.add(packet);
            if (packets.size() == 1) {
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        lock.lock();
        try {
            if (end == null) {
                end = status;
            }
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Everything that has arrived; waits for something. Empty at the end of the stream.
    List<byte[]> take(List<byte[]> emptyList) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (packets.isEmpty() && end == null) {
                arrived.await();
            }
            List<byte[]> taken = packets;
            packets = emptyList;
            bytes = 0;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /// How the stream ended; null while it goes on.
    @Nullable Status end() {
        lock.lock();
        try {
            return end;
        } finally {
            lock.unlock();
        }
    }
}
