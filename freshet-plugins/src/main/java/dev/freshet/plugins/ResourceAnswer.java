package dev.freshet.plugins;

import dev.freshet.plugins.wire.CallResourceResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;

/// Puts the pieces of an answer to CallResource together.
final class ResourceAnswer {
    private ResourceAnswer() {}

    /// Blocks until the last piece is there.
    ///
    /// @throws StatusRuntimeException when the call fails, or has no answer or too long a one
    static ResourceReply read(Iterator<CallResourceResponse> pieces, int maxBytes) {
        if (!pieces.hasNext()) {
            throw Status.UNKNOWN.withDescription("it answered nothing").asRuntimeException();
        }
        CallResourceResponse first = pieces.next();
        var headers = new TreeMap<String, List<String>>();
        first.getHeadersMap()
                .forEach((name, values) -> headers.put(name, List.copyOf(values.getValuesList())));
        return new ResourceReply(first.getCode(), headers, body(first, pieces, maxBytes));
    }

    private static byte[] body(
            CallResourceResponse first, Iterator<CallResourceResponse> more, int maxBytes) {
        if (!more.hasNext()) {
            return first.getBody().toByteArray();
        }
        var body = new ByteArrayOutputStream();
        body.writeBytes(first.getBody().toByteArray());
        while (more.hasNext()) {
            byte[] piece = more.next().getBody().toByteArray();
            if (piece.length > maxBytes - body.size()) {
                throw Status.RESOURCE_EXHAUSTED
                        .withDescription("all of it exceeds maximum size " + maxBytes)
                        .asRuntimeException();
            }
            body.writeBytes(piece);
        }
        return body.toByteArray();
    }
}
