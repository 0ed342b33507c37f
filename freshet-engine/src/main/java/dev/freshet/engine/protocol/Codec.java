package dev.freshet.engine.protocol;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// One form of the protocol on the wire: how commands are read, replies and pushes written.
///
/// Each `write…` appends one complete message: a reply or a push inside a reply, and on
/// unidirectional transports ([#isBare]) a push by itself. In JSON that is an object without a line
/// feed behind it, in Protobuf a message with its length in front. Stateless; any thread.
public interface Codec {
    /// Reads a frame. The bytes belong to the caller again when the reader is through.
    CommandReader commands(byte[] frame, int offset, int length);

    /// True for the form of unidirectional transports, whose messages are pushes without a reply
    /// around them (§22).
    boolean isBare();

    /// True when the form can hold the payload: JSON cannot hold what is not JSON (§3).
    boolean carries(Payload payload);

    /// True when the form can hold all payloads of the result.
    boolean carries(Result result);

    /// True when the form can hold all payloads of the message.
    boolean carries(ChannelMessage message);

    /// Writes the reply to command `id`.
    void writeResult(ByteBuf out, long id, Result result);

    /// Writes the refusal of command `id`.
    void writeError(ByteBuf out, long id, ErrorReply error);

    void writePush(ByteBuf out, Push push);

    /// A ping: an empty reply, or an empty push.
    void writePing(ByteBuf out);

    /// What stands in front of every message of a channel; [#writeMessage] takes it ready made.
    byte[] channelPrefix(String channel);

    /// Writes a publication, join or leave.
    ///
    /// @param prefix from [#channelPrefix]
    void writeMessage(ByteBuf out, byte[] prefix, ChannelMessage message);

    /// Writes a publication for a subscriber that asked for deltas (§15): the difference to `base`
    /// when that is smaller and can be written, else the whole data. In JSON the data is always a
    /// string.
    ///
    /// @param base the data of the publication before; null when the whole data has to be sent
    void writeDelta(ByteBuf out, byte[] prefix, Publication publication, @Nullable Payload base);

    /// About how many bytes [#writeMessage] writes; exact but for characters that have to be
    /// escaped.
    int messageSize(byte[] prefix, ChannelMessage message);
}
