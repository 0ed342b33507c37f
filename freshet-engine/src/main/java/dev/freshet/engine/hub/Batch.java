package dev.freshet.engine.hub;

import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Messages of one channel, merged and encoded once for all subscribers of a group.
///
/// Belongs to the group's event loop. The bytes are shared: subscribers write duplicates or read by
/// index.
public final class Batch {
    private final Group group;
    private final List<ChannelMessage> messages;
    private final ByteBuf bytes;
    private final @Nullable Payload base;
    private final String epoch;
    private final long firstOffset;
    private final long lastOffset;
    private final long firstSequence;
    private final boolean mixed;
    private final boolean hasPublications;
    private int holders;
    private @Nullable Batch variant;

    /// @param base the data that every receiver got last, in a delta form
    Batch(Group group, List<ChannelMessage> messages, ByteBuf bytes, @Nullable Payload base) {
        this.group = group;
        this.messages = messages;
        this.bytes = bytes;
        this.base = base;
        var run = new PositionRun();
        long sequence = Long.MAX_VALUE;
        boolean any = false;
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i) instanceof Publication publication) {
                any = true;
                run.add(publication);
                sequence = Math.min(sequence, publication.sequence());
            }
        }
        this.epoch = run.epoch;
        this.firstOffset = run.first;
        this.lastOffset = run.last;
        this.mixed = run.broken;
        this.hasPublications = any;
        this.firstSequence = sequence == Long.MAX_VALUE ? 0 : sequence;
    }

    /// Finds out whether positions follow each other without a hole.
    private static final class PositionRun {
        private String epoch = "";
        private long first;
        private long last;
        private boolean broken;

        void add(Publication publication) {
            if (!publication.hasPosition()) {
                return;
            }
            if (first == 0) {
                first = publication.offset();
                epoch = publication.epoch();
            } else if (publication.offset() != last + 1 || !publication.epoch().equals(epoch)) {
                broken = true;
            }
            last = publication.offset();
        }
    }

    /// The complete bytes in the group's wire form.
    public ByteBuf bytes() {
        return bytes;
    }

    /// What is in it, oldest first, for a subscriber that may not take all of it.
    public List<ChannelMessage> messages() {
        return messages;
    }

    /// False when it has joins and leaves only.
    public boolean hasPublications() {
        return hasPublications;
    }

    /// True when some of its publications have a place in a stream.
    public boolean hasPositions() {
        return firstOffset != 0;
    }

    /// True when its publications continue a stream from `offset` without a hole: whoever expects
    /// that one may take the whole batch.
    public boolean continues(String streamEpoch, long offset) {
        return !mixed && firstOffset == offset && epoch.equals(streamEpoch);
    }

    public long lastOffset() {
        return lastOffset;
    }

    /// The smallest number that the publisher gave; 0 when one has none.
    public long firstSequence() {
        return firstSequence;
    }

    /// In a delta form the data that the first publication builds on; null when it is whole.
    public @Nullable Payload base() {
        return base;
    }

    /// The same messages for subscribers that got something else last than their group, encoded
    /// once for all of them; null when that was done for others already. Who takes it adds a
    /// reference to its bytes.
    ///
    /// @param ownBase what they got last; null for those who need a complete publication first
    public @Nullable Batch on(@Nullable Payload ownBase) {
        if (variant == null) {
            variant = new Batch(group, messages, group.encode(messages, ownBase), ownBase);
        }
        return Objects.equals(variant.base, ownBase) ? variant : null;
    }

    /// The group has handed it to all members.
    void release() {
        bytes.release();
        if (variant != null) {
            variant.release();
        }
    }

    /// Notes that a lagging client keeps this batch; [#letGo] undoes it.
    public void hold() {
        if (holders++ == 0) {
            group.loop().countHeldBytes(bytes.readableBytes());
        }
    }

    public void letGo() {
        if (--holders == 0) {
            group.loop().countHeldBytes(-bytes.readableBytes());
        }
        bytes.release();
    }
}
