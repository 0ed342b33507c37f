package dev.freshet.engine.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// The peer's side of a WebSocket, written naively and with every freedom to be wrong.
final class PeerFrames {
    static final int FIN = 0x80;
    static final int MASKED = 0x80;
    private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, 0x3d};

    private PeerFrames() {}

    static byte[] text(String text) {
        return frame(FIN | FrameHeader.TEXT, text.getBytes(UTF_8));
    }

    static byte[] textBytes(String hex) {
        return frame(FIN | FrameHeader.TEXT, HexFormat.of().parseHex(hex));
    }

    static byte[] binary(byte[] bytes) {
        return frame(FIN | FrameHeader.BINARY, bytes);
    }

    static byte[] ping(String text) {
        return frame(FIN | FrameHeader.PING, text.getBytes(UTF_8));
    }

    static byte[] pong(String text) {
        return frame(FIN | FrameHeader.PONG, text.getBytes(UTF_8));
    }

    static byte[] close() {
        return frame(FIN | FrameHeader.CLOSE, new byte[0]);
    }

    static byte[] close(int code, String reason) {
        return close(code, reason.getBytes(UTF_8));
    }

    static byte[] close(int code, byte[] reason) {
        var payload = Unpooled.buffer().writeShort(code).writeBytes(reason);
        return frame(FIN | FrameHeader.CLOSE, ByteBufUtil.getBytes(payload));
    }

    static byte[] firstFragment(String text) {
        return frame(FrameHeader.TEXT, text.getBytes(UTF_8));
    }

    static byte[] fragment(String text) {
        return frame(FrameHeader.CONTINUATION, text.getBytes(UTF_8));
    }

    static byte[] lastFragment(String text) {
        return frame(FIN | FrameHeader.CONTINUATION, text.getBytes(UTF_8));
    }

    static byte[] deflatedText(String text) {
        return frame(FIN | FrameHeader.COMPRESSED | FrameHeader.TEXT, deflated(text));
    }

    /// The text compressed as RFC 7692 §7.2.1 says.
    static byte[] deflated(String text) {
        return deflated(text.getBytes(UTF_8));
    }

    static byte[] deflated(byte[] bytes) {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(bytes);
        var out = new byte[bytes.length + 1000];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(out, length - 4);
    }

    private static ByteBuf inflated(ByteBuf payload) {
        var out = Unpooled.buffer();
        var inflater = new Inflater(true);
        inflater.setInput(joined(ByteBufUtil.getBytes(payload), new byte[] {0, 0, -1, -1}));
        var chunk = new byte[4096];
        try {
            for (int n = inflater.inflate(chunk); n > 0; n = inflater.inflate(chunk)) {
                out.writeBytes(chunk, 0, n);
            }
            return out;
        } catch (DataFormatException e) {
            throw new AssertionError("the server sent what cannot be inflated", e);
        } finally {
            inflater.end();
        }
    }

    /// A masked frame with any first byte.
    static byte[] frame(int head, byte[] payload) {
        var out = Unpooled.buffer().writeByte(head);
        if (payload.length < 126) {
            out.writeByte(MASKED | payload.length);
        } else if (payload.length < 0x10000) {
            out.writeByte(MASKED | 126).writeShort(payload.length);
        } else {
            out.writeByte(MASKED | 127).writeLong(payload.length);
        }
        out.writeBytes(MASK);
        for (int i = 0; i < payload.length; i++) {
            out.writeByte(payload[i] ^ MASK[i % 4]);
        }
        return ByteBufUtil.getBytes(out);
    }

    static byte[] joined(byte[]... parts) {
        return joined(List.of(parts));
    }

    static byte[] joined(List<byte[]> parts) {
        var all = Unpooled.buffer();
        parts.forEach(all::writeBytes);
        return ByteBufUtil.getBytes(all);
    }

    /// What a server sent, frame by frame: "text …", "binary 00", "pong …", "close 1002"; fails
    /// when it is not what a server may send. What was compressed is "deflated text …".
    static List<String> read(ByteBuf sent) {
        var frames = new ArrayList<String>();
        while (sent.isReadable()) {
            int head = sent.readUnsignedByte();
            int length = sent.readUnsignedByte();
            boolean compressed = (head & FrameHeader.COMPRESSED) != 0 && (head & 0x08) == 0;
            if ((head & 0xf0 & (compressed ? ~FrameHeader.COMPRESSED : ~0)) != FIN
                    || length > 127) {
                throw new AssertionError("not a server's frame: head " + head + " " + length);
            }
            int size =
                    switch (length) {
                        case 126 -> sent.readUnsignedShort();
                        case 127 -> Math.toIntExact(sent.readLong());
                        default -> length;
                    };
            var payload = sent.readSlice(size);
            frames.add(
                    compressed
                            ? "deflated " + described(head & 0x0f, inflated(payload))
                            : described(head & 0x0f, payload));
        }
        return frames;
    }

    private static String described(int opcode, ByteBuf payload) {
        return switch (opcode) {
            case FrameHeader.TEXT -> "text " + payload.toString(UTF_8);
            case FrameHeader.BINARY -> "binary " + ByteBufUtil.hexDump(payload);
            case FrameHeader.PING -> "ping " + payload.toString(UTF_8);
            case FrameHeader.PONG -> "pong " + payload.toString(UTF_8);
            case FrameHeader.CLOSE ->
                    payload.isReadable() ? "close " + payload.readUnsignedShort() : "close";
            default -> throw new AssertionError("opcode " + opcode);
        };
    }
}
