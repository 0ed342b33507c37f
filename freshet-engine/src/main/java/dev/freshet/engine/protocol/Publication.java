package dev.freshet.engine.protocol;

import org.jspecify.annotations.Nullable;

/// One message in a channel.
///
/// @param info who published it, when that is to be told
/// @param sequence the publisher's own count of the channel's messages, from 1; 0 when it keeps
///   none. It never travels on the wire: a subscriber that took a snapshot at n is not sent what is
///   numbered n or below.
public record Publication(Payload data, @Nullable ClientInfo info, long sequence) {
    public static Publication of(Payload data) {
        return new Publication(data, null, 0);
    }
}
