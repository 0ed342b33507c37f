package dev.freshet.server.bench;

/// One publishing connection: one publication under way at a time.
///
/// Belongs to the publishing loop. Tells [Publishers] when it is ready and when it has no
/// connection.
interface Publisher {
    /// Connects.
    void open();

    /// Sends a publication and tells the round what came of it.
    void publish(long number, PublishingRound round);

    /// Ends the connection for good.
    void close();
}
