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
}
