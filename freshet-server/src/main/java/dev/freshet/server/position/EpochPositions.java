package dev.freshet.server.position;

import dev.freshet.server.managedstream.RowPosition;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Up to which row each publication of one epoch of a channel goes, for the latest of them. The
/// channel's lock guards it.
final class EpochPositions {
    private static final int MOST = 1_024;
    private static final int LEAST = 16;

    private final String epoch;
    private long[] times = new long[LEAST];
    private int[] rows = new int[LEAST];
    private int size;
    private long last; // offset of the latest; an offset's place is itself modulo the length

    EpochPositions(String epoch) {
        this.epoch = epoch;
    }

    String epoch() {
        return epoch;
    }

    /// The publication of this offset goes up to this row. Those in between, which had no rows, go
    /// as far as the one before them.
    void add(long offset, RowPosition position) {
        if (size == 0 || offset - last > MOST) {
            size = 0;
            last = offset - 1;
        }
        var before = size == 0 ? position : at(last);
        while (last < offset) {
            last++;
            grow();
            put(last, last == offset ? position : before);
            size = Math.min(size + 1, times.length);
        }
    }

    private void grow() {
        if (size < times.length || size == MOST) {
            return;
        }
        var old = new EpochPositions(epoch);
        old.times = times;
        old.rows = rows;
        times = new long[2 * old.times.length];
        rows = new int[times.length];
        for (long offset = last - size; offset < last; offset++) {
            put(offset, old.at(offset));
        }
    }

    private void put(long offset, RowPosition position) {
        times[slot(offset)] = position.time();
        rows[slot(offset)] = position.rows();
    }

    private RowPosition at(long offset) {
        return new RowPosition(times[slot(offset)], rows[slot(offset)]);
    }

    private int slot(long offset) {
        return (int) Math.floorMod(offset, (long) times.length);
    }

    /// How far the publication of an offset goes; null when it is too long ago. What is later than
    /// all that is known here was published just before the process was killed: it goes at least as
    /// far as the latest.
    @Nullable RowPosition find(long offset) {
        if (size == 0 || offset <= last - size) {
            return null;
        }
        return at(Math.min(offset, last));
    }

    /// Writes the latest of them.
    void write(DataOutputStream out, int most) throws IOException {
        int count = Math.min(size, most);
        out.writeUTF(epoch);
        out.writeLong(last);
        out.writeInt(count);
        for (long offset = last - count + 1; offset <= last; offset++) {
            var position = at(offset);
            out.writeLong(position.time());
            out.writeInt(position.rows());
        }
    }

    /// @throws IOException when this is not what [#write] has written
    static EpochPositions read(DataInputStream in) throws IOException {
        var read = new EpochPositions(in.readUTF());
        long last = in.readLong();
        int count = in.readInt();
        if (count < 0 || count > MOST) {
            throw new IOException("a count of " + count);
        }
        for (long offset = last - count + 1; offset <= last; offset++) {
            read.add(offset, new RowPosition(in.readLong(), in.readInt()));
        }
        return read;
    }
}
