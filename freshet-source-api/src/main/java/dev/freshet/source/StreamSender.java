package dev.freshet.source;

/// Where a running stream puts its packets; each becomes one publication, in order.
///
/// For the thread that runs the stream. Both calls return at once and never wait for a slow
/// subscriber.
public interface StreamSender {
    /// Publishes a frame. The receiver sends the schema once and again when it changes; the source
    /// need not care.
    void send(Frame frame);

    /// Publishes this JSON as it is.
    void send(RawJson packet);

    /// Replaces what new subscribers get first. Those who are there get the rows that are later
    /// than all rows sent before, so a stream that begins anew leaves no gap and repeats nothing.
    default void send(History history) {
        send(history.rows());
    }

    /// The stream goes on, and does not get what it should: people who ask why nothing arrives are
    /// told, until something is sent again.
    ///
    /// @param reason a sentence for people, without secrets; empty when it gets again what it
    ///   should
    default void failing(String reason) {}
}
