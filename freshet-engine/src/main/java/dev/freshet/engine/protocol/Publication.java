package dev.freshet.engine.protocol;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One message in a channel.
///
/// @param info who published it, when that is to be told
/// @param tags for tags filters; empty for none
/// @param offset its place in the channel's stream, from 1; 0 when it was published without history
/// @param epoch of the stream that the offset counts in; empty without history
/// @param timeMillis when the broker took it, in Unix milliseconds; 0 when nobody noted it
/// @param patchable true when subscribers that asked for deltas may be sent the difference to the
///   publication before
/// @param sequence the publisher's own count of the channel's messages, from 1; 0 when it keeps
///   none. It never travels on the wire: a subscriber that took a snapshot at n is not sent what is
///   numbered n or below.
public record Publication(
        Payload data,
        @Nullable ClientInfo info,
        Map<String, String> tags,
        long offset,
        String epoch,
        long timeMillis,
        boolean patchable,
        long sequence)
        implements ChannelMessage {
    public static Publication of(Payload data) {
        return of(data, null, 0);
    }

    /// Without tags and without a place in a stream.
    public static Publication of(Payload data, @Nullable ClientInfo info, long sequence) {
        return new Publication(data, info, Map.of(), 0, "", 0, false, sequence);
    }

    public Publication withTags(Map<String, String> newTags) {
        return new Publication(data, info, newTags, offset, epoch, timeMillis, patchable, sequence);
    }

    public Publication withPatchable(boolean may) {
        return new Publication(data, info, tags, offset, epoch, timeMillis, may, sequence);
    }

    /// The same publication at its place in a stream.
    public Publication at(StreamPosition position, long unixMillis) {
        return new Publication(
                data,
                info,
                tags,
                position.offset(),
                position.epoch(),
                unixMillis,
                patchable,
                sequence);
    }

    /// True when it has a place in a stream.
    public boolean hasPosition() {
        return offset != 0;
    }

    @Override
    public int payloadBytes() {
        return data.size();
    }
}
