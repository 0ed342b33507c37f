package dev.freshet.server.managedstream;

/// The way from a managed stream to its subscribers.
///
/// Both methods are called by pushing threads, `publish` under the stream's lock: they must return
/// at once, must not wait for a subscriber and must not call back into [ManagedStreams]. For one
/// channel the calls of `publish` come one at a time with ascending numbers, and that is the order
/// in which subscribers must see them.
public interface StreamPublisher {
    /// False when the queues of this channel are full, so that a push should be tried again later.
    boolean hasRoom(String canonicalChannel);

    /// Hands `json` to the subscribers. The array is shared and must not be changed. The number is
    /// for joining snapshot and live: a subscriber that took snapshot n skips what has a number up
    /// to n.
    void publish(String canonicalChannel, byte[] json, long number);

    /// The same for rows of a stream that began with a history.
    ///
    /// @param last the last row that was published so far, these included
    default void publish(String canonicalChannel, byte[] json, long number, RowPosition last) {
        publish(canonicalChannel, json, number);
    }
}
