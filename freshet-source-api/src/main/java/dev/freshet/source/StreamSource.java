package dev.freshet.source;

/// A data source that streams, with the three calls of the plugin SDK.
///
/// To callers: every subscriber is announced by `subscribeStream`; while a channel has subscribers
/// one `runStream` runs for it, and its packets reach them in order. To implementers: calls come on
/// virtual threads, several at once, and may block; answer `subscribeStream` and `publishStream`
/// within 5 s, or the client is told that you did not. The text of a [SourceException] is shown to
/// the client; any other exception is an internal error to it, and its text goes to the log only.
public interface StreamSource {
    /// Decides whether this user may follow `request.path()`, and gives the first thing to show.
    SubscribeReply subscribeStream(StreamRequest request) throws Exception;

    /// True when its streams begin with a [History]: the receiver then also keeps what follows for
    /// a while, so that a client which comes back misses nothing.
    default boolean hasHistory() {
        return false;
    }

    /// Decides what becomes of a client's publication. Refused unless a source says otherwise.
    default PublishReply publishStream(StreamRequest request) throws Exception {
        return PublishReply.refused(StreamStatus.PERMISSION_DENIED);
    }

    /// Sends packets until the stream is over.
    ///
    /// Returning ends the stream for good; an exception has it run again after a pause. Cancelled
    /// by interrupting the thread, 10 to 15 s after the last subscriber has left: return soon, or
    /// let the [InterruptedException] pass.
    void runStream(StreamRequest request, StreamSender sender) throws Exception;
}
