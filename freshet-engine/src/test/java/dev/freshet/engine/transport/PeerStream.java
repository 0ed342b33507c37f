package dev.freshet.engine.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the peer of a stream has received, read naively: the head, the chunks, and whether the body
/// has ended.
final class PeerStream {
    final String head;
    final List<String> chunks = new ArrayList<>();
    final boolean ended;

    /// @param sent all bytes since the connection's beginning, one character each
    PeerStream(String sent) {
        int body = sent.indexOf("\r\n\r\n") + 4;
        head = sent.substring(0, body);
        int at = body;
        boolean end = false;
        while (at < sent.length()) {
            if (end) {
                throw new AssertionError("bytes behind the last chunk: " + sent.substring(at));
            }
            int lineEnd = sent.indexOf("\r\n", at);
            int length = Integer.parseInt(sent.substring(at, lineEnd), 16);
            int next = lineEnd + 2 + length;
            if (!sent.startsWith("\r\n", next)) {
                throw new AssertionError("no line end behind a chunk of " + length);
            }
            end = length == 0;
            if (!end) {
                chunks.add(sent.substring(lineEnd + 2, next));
            }
            at = next + 2;
        }
        ended = end;
    }

    String body() {
        return String.join("", chunks);
    }

    boolean has(String header) {
        return head.toLowerCase(Locale.ROOT)
                .contains("\r\n" + header.toLowerCase(Locale.ROOT) + "\r\n");
    }
}
