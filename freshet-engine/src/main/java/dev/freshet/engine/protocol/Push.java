package dev.freshet.engine.protocol;

/// What the server sends unasked, other than publications, which groups write in batches.
public sealed interface Push {
    /// The server ended a subscription; a code of 2500 and above asks the client to subscribe
    /// again.
    record Unsubscribe(String channel, int code, String reason) implements Push {}

    /// An asynchronous message to one client.
    record Message(Payload data) implements Push {}
}
