package dev.freshet.engine.protocol;

/// Reads the commands of one frame, one after the other (§2).
///
/// Commands in front of a bad one have been handed out by then, as the protocol wants. The frame's
/// bytes are not kept: payloads are copied.
public interface CommandReader {
    /// True until the last command has been read. An empty frame has one (bad) command.
    boolean hasNext();

    /// Where the next command begins, for a caller that keeps the rest of the frame for later.
    int position();

    /// The next command.
    ///
    /// @throws MalformedCommandException when it is not one; nothing behind it can be read then
    Command next() throws MalformedCommandException;
}
