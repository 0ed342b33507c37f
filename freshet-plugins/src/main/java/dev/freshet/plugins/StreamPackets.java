package dev.freshet.plugins;

import dev.freshet.plugins.wire.RunStreamRequest;
import dev.freshet.plugins.wire.StreamGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Reads `StreamPacket`, a message with one field of bytes, straight from gRPC's buffer into an
/// array, without an object of protobuf's between: streams of small packets are most of what a
/// plugin sends.
final class StreamPackets implements MethodDescriptor.Marshaller<byte[]> {
    /// RunStream with packets as arrays.
    static final MethodDescriptor<RunStreamRequest, byte[]> RUN_STREAM =
            StreamGrpc.getRunStreamMethod().toBuilder(
                            StreamGrpc.getRunStreamMethod().getRequestMarshaller(),
                            new StreamPackets())
                    .build();

    private static final byte[] EMPTY = {};
    private static final int DATA = 1 << 3 | 2;

    private StreamPackets() {}

    @Override
    public InputStream stream(byte[] value) {
        return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream in) {
        try {
            return data(in);
        } catch (IOException e) {
            throw Status.INTERNAL
                    .withDescription("a packet cannot be read: " + e.getMessage())
                    .withCause(e)
                    .asRuntimeException();
        }
    }

    static byte[] data(InputStream in) throws IOException {
        byte[] data = EMPTY;
        for (int first = in.read(); first >= 0; first = in.read()) {
            // Nobody writes a tag of one byte as two, but protobuf would read it.
            int tag = first < 0x80 ? first : (int) varint(in) << 7 | (first & 0x7f);
            if (tag == DATA) {
                data = exactly(in, length(in));
            } else {
                skip(in, tag);
            }
        }
        return data;
    }

    private static void skip(InputStream in, int tag) throws IOException {
        switch (tag & 7) {
            case 0 -> varint(in);
            case 1 -> exactly(in, 8);
            case 2 -> exactly(in, length(in));
            case 5 -> exactly(in, 4);
            default -> throw new IOException("field type " + (tag & 7));
        }
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        // No array of a claimed length before that much is there.
        byte[] bytes = in.available() >= length ? new byte[length] : null;
        if (bytes == null) {
            bytes = in.readNBytes(length);
        } else {
            in.readNBytes(bytes, 0, length);
        }
        if (bytes.length != length) {
            throw new IOException("ends after %d of %d bytes".formatted(bytes.length, length));
        }
        return bytes;
    }

    private static int length(InputStream in) throws IOException {
        long length = varint(in);
        if (length < 0 || length > Integer.MAX_VALUE) {
            throw new IOException("a length of " + length);
        }
        return (int) length;
    }

    private static long varint(InputStream in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("ends within a number");
            }
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                return value;
            }
        }
        throw new IOException("a number of more than ten bytes");
    }
}
