package dev.freshet.engine.client;

import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.Publication;
import dev.freshet.engine.protocol.StreamPosition;
import java.util.ArrayList;
import java.util.List;

/// What a channel brings while its subscription is being answered (§9, step 2). Event loop only.
final class HeldMessages {
    private final long maxBytes;
    private final List<ChannelMessage> messages = new ArrayList<>(0);
    private long bytes;

    HeldMessages(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// Keeps messages; false when they are more than may be kept.
    boolean add(List<ChannelMessage> more) {
        for (var message : more) {
            bytes += message.payloadBytes();
            messages.add(message);
        }
        return bytes <= maxBytes;
    }

    /// What is kept, oldest first.
    List<ChannelMessage> messages() {
        return messages;
    }

    /// Takes out what continues the stream behind a position, up to the first hole; what lies at or
    /// before the position goes, too. What has no position stays.
    List<Publication> takeBehind(StreamPosition position) {
        var taken = new ArrayList<Publication>();
        long next = position.offset() + 1;
        for (var each = messages.iterator(); each.hasNext(); ) {
            if (!(each.next() instanceof Publication publication) || !publication.hasPosition()) {
                continue;
            }
            if (!publication.epoch().equals(position.epoch()) || publication.offset() > next) {
                break;
            }
            if (publication.offset() == next) {
                taken.add(publication);
                next++;
            }
            each.remove();
        }
        return taken;
    }

    /// True when a publication's position is not the one behind `position`: something between is
    /// missing.
    boolean hasHoleBehind(StreamPosition position) {
        long next = position.offset() + 1;
        for (var message : messages) {
            if (message instanceof Publication publication && publication.hasPosition()) {
                if (!publication.epoch().equals(position.epoch()) || publication.offset() > next) {
                    return true;
                }
                if (publication.offset() == next) {
                    next++;
                }
            }
        }
        return false;
    }
}
