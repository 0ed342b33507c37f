package dev.freshet.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Writes a [Response] as the bytes that go over the wire.
///
/// Stateless but for the line with the date, which is made once a second; shared by all loops.
final class ResponseEncoder {
    /// A larger body is not copied behind its head but goes out as a buffer of its own.
    static final int COPIED_BODY = 16 * 1024;

    private static final int HEAD_ESTIMATE = 256;
    private static final byte[][] STATUS_LINES = new byte[600][];
    private static final byte[] LENGTH = ascii("\r\nContent-Length: ");
    private static final byte[] CLOSE = ascii("\r\nConnection: close");
    private static final byte[] KEEP_ALIVE = ascii("\r\nConnection: keep-alive");
    private static final byte[] CONTINUE = ascii("HTTP/1.1 100 Continue\r\n\r\n");
    private static final byte[] END = ascii("\r\n\r\n");

    private final InstantSource clock;
    private volatile DateLine dateLine = new DateLine(Long.MIN_VALUE, "");

    private record DateLine(long second, String text) {}

    static {
        for (int status = 100; status < STATUS_LINES.length; status++) {
            STATUS_LINES[status] = ascii("HTTP/1.1 " + HttpResponseStatus.valueOf(status));
        }
    }

    ResponseEncoder(InstantSource clock) {
        this.clock = clock;
    }

    /// The head, with the body behind it when `withBody` and the body is small.
    ///
    /// @param sayKeepAlive HTTP/1.0 clients want to be told
    ByteBuf encode(
            ByteBufAllocator buffers,
            Response response,
            boolean withBody,
            boolean keepAlive,
            boolean sayKeepAlive) {
        int body = withBody && response.body().length <= COPIED_BODY ? response.body().length : 0;
        var out = buffers.ioBuffer(HEAD_ESTIMATE + body);
        out.writeBytes(STATUS_LINES[response.status()]);
        ByteBufUtil.writeAscii(out, date());
        for (int i = 0; i < response.headers().size(); i += 2) {
            writeLine(out, response.headers().get(i), response.headers().get(i + 1));
        }
        if (hasLength(response.status())) {
            out.writeBytes(LENGTH);
            ByteBufUtil.writeAscii(out, Integer.toString(response.body().length));
        }
        if (!keepAlive) {
            out.writeBytes(CLOSE);
        } else if (sayKeepAlive) {
            out.writeBytes(KEEP_ALIVE);
        }
        out.writeBytes(END);
        return body == 0 ? out : out.writeBytes(response.body());
    }

    private static void writeLine(ByteBuf out, String name, String value) {
        out.writeByte('\r').writeByte('\n');
        ByteBufUtil.writeAscii(out, name);
        out.writeByte(':').writeByte(' ');
        ByteBufUtil.writeAscii(out, value);
    }

    private static boolean hasLength(int status) {
        return status >= 200 && status != 204 && status != 304;
    }

    private String date() {
        long second = clock.millis() / 1000;
        var line = dateLine;
        if (line.second() != second) {
            var text =
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(
                            clock.instant().atOffset(ZoneOffset.UTC));
            line = new DateLine(second, "\r\nX-Content-Type-Options: nosniff\r\nDate: " + text);
            dateLine = line;
        }
        return line.text();
    }

    /// The line that asks a waiting client for its body.
    static ByteBuf proceed() {
        return Unpooled.wrappedBuffer(CONTINUE);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
