package dev.freshet.server.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/// Frames from client to server. They are masked as the protocol demands, with zero, which leaves
/// the text as it is: a mask protects proxies from scripts in browsers, and there are none here.
final class ClientFrames {
    static final int TEXT = 0x1;
    static final int PONG = 0xa;

    private static final int FINAL_AND_MASKED = 0x80;
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;

    private ClientFrames() {}

    /// A text frame with one command or several lines of them.
    static ByteBuf text(String commands) {
        var bytes = commands.getBytes(StandardCharsets.UTF_8);
        var frame = Unpooled.buffer(bytes.length + 14);
        writeHead(frame, TEXT, bytes.length);
        return frame.writeBytes(bytes);
    }

    /// A command that subscribes to a channel.
    static ByteBuf subscribe(int id, String channel) {
        return text(subscribeCommand(id, channel, ""));
    }

    /// The text of such a command.
    ///
    /// @param more members behind the channel, each with a comma in front
    static String subscribeCommand(int id, String channel, String more) {
        return "{\"id\":" + id + ",\"subscribe\":{\"channel\":\"" + channel + "\"" + more + "}}";
    }

    /// A command that leaves a channel.
    static ByteBuf unsubscribe(int id, String channel) {
        return text("{\"id\":" + id + ",\"unsubscribe\":{\"channel\":\"" + channel + "\"}}");
    }

    /// Appends the head and the mask; `size` bytes of payload have to follow.
    static void writeHead(ByteBuf out, int opcode, int size) {
        out.writeByte(FINAL_AND_MASKED | opcode);
        if (size < SHORT_LENGTH) {
            out.writeByte(FINAL_AND_MASKED | size);
        } else if (size <= 0xffff) {
            out.writeByte(FINAL_AND_MASKED | SHORT_LENGTH);
            out.writeShort(size);
        } else {
            out.writeByte(FINAL_AND_MASKED | LONG_LENGTH);
            out.writeLong(size);
        }
        out.writeInt(0);
    }
}
