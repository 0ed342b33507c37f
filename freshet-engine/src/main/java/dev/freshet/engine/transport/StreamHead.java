package dev.freshet.engine.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;

/// The head of a response that goes on (§21), with what an event stream begins with.
final class StreamHead {
    private StreamHead() {}

    static ByteBuf write(
            ByteBufAllocator allocator, StreamFormat format, boolean chunked, PageAccess readers) {
        var head = new StringBuilder(512);
        head.append("HTTP/1.1 200 OK\r\n");
        header(head, "Content-Type", format.contentType());
        header(head, "Cache-Control", "private, no-cache, no-store, must-revalidate, max-age=0");
        header(head, "Pragma", "no-cache");
        header(head, "Expire", "0");
        header(head, "X-Accel-Buffering", "no");
        header(head, "X-Content-Type-Options", "nosniff");
        readers.headers().forEach((name, value) -> header(head, name, value));
        if (chunked) {
            header(head, "Transfer-Encoding", "chunked");
        }
        header(head, "Connection", chunked ? "keep-alive" : "close");
        head.append("\r\n");
        var first = format.firstBytes();
        if (!first.isEmpty()) {
            head.append(chunked ? first.length() + "\r\n" + first + "\r\n" : first);
        }
        return ByteBufUtil.writeAscii(allocator, head);
    }

    private static void header(StringBuilder out, String name, String value) {
        out.append(name).append(": ").append(value).append("\r\n");
    }
}
