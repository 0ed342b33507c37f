package dev.freshet.engine.hub;

import dev.freshet.engine.protocol.Publication;
import io.netty.buffer.ByteBuf;
import java.util.List;

/// Publications of one channel, merged and encoded once for all subscribers of a group.
///
/// Belongs to the group's event loop. The bytes are shared: subscribers write duplicates or read by
/// index.
public final class Batch {
    private final Group group;
    private final List<Publication> publications;
    private final ByteBuf bytes;
    private int holders;

    Batch(Group group, List<Publication> publications, ByteBuf bytes) {
        this.group = group;
        this.publications = publications;
        this.bytes = bytes;
    }

    /// The complete bytes in the group's wire form.
    public ByteBuf bytes() {
        return bytes;
    }

    /// What is in it, oldest first, for a subscriber that may not take all of it.
    public List<Publication> publications() {
        return publications;
    }

    public long firstSequence() {
        return publications.getFirst().sequence();
    }

    /// The publications numbered above `sequence`, and those without a number.
    public List<Publication> after(long sequence) {
        return publications.stream()
                .filter(each -> each.sequence() == 0 || each.sequence() > sequence)
                .toList();
    }

    /// Some of the publications in the group's wire form; the caller's to release.
    public ByteBuf encode(List<Publication> some) {
        return group.encode(some);
    }

    /// Notes that a lagging client keeps this batch; [#letGo] undoes it.
    public void hold() {
        if (holders++ == 0) {
            group.loop().heldBytes(bytes.readableBytes());
        }
    }

    public void letGo() {
        if (--holders == 0) {
            group.loop().heldBytes(-bytes.readableBytes());
        }
        bytes.release();
    }
}
