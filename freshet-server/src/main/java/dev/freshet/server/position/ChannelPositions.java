package dev.freshet.server.position;

import dev.freshet.server.managedstream.RowPosition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Up to which row each of a channel's latest publications goes, in its latest epochs. Thread-safe.
final class ChannelPositions {
    /// Another epoch begins with every restart, and when the channel was not used for long.
    private static final int EPOCHS = 4;

    /// Where subscribers are when the server ends: at the latest, or a little behind.
    private static final int KEPT_OVER_A_RESTART = 64;

    private final Deque<EpochPositions> epochs = new ArrayDeque<>();
    private boolean changed;
    private long used; // milliseconds since 1970

    /// @param now in milliseconds since 1970
    synchronized void add(String epoch, long offset, RowPosition position, long now) {
        var latest = epochs.peekLast();
        if (latest == null || !latest.epoch().equals(epoch)) {
            latest = new EpochPositions(epoch);
            epochs.add(latest);
        }
        if (epochs.size() > EPOCHS) {
            epochs.remove();
        }
        latest.add(offset, position);
        changed = true;
        used = now;
    }

    /// @param time in milliseconds since 1970
    synchronized boolean isOlderThan(long time) {
        return used < time;
    }

    synchronized @Nullable RowPosition find(String epoch, long offset) {
        for (var known : epochs) {
            if (known.epoch().equals(epoch)) {
                return known.find(offset);
            }
        }
        return null;
    }

    /// What is to be kept over a restart, if it has changed since this was called last.
    synchronized byte @Nullable [] takeChanges() {
        if (!changed) {
            return null;
        }
        changed = false;
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(epochs.size());
            for (var each : epochs) {
                each.write(out, KEPT_OVER_A_RESTART);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// @throws IOException when this is not what [#takeChanges] has given
    static ChannelPositions read(byte[] written, long now) throws IOException {
        var read = new ChannelPositions();
        read.used = now;
        var in = new DataInputStream(new ByteArrayInputStream(written));
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            read.epochs.add(EpochPositions.read(in));
        }
        return read;
    }
}
