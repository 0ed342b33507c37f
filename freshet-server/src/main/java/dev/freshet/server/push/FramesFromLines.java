package dev.freshet.server.push;

/// Converts bodies of line protocol to frames, one per measurement.
///
/// Thread-safe; what it keeps from body to body is a bounded memory of field names, so one instance
/// should serve all pushes.
public final class FramesFromLines {
    private final NameCache names = new NameCache();

    /// Converts `length` bytes of `body` from `offset` on; they are read in place and not kept.
    public PushResult convert(byte[] body, int offset, int length, PushOptions options) {
        return new Conversion(body, offset, length, options, names).convert();
    }
}
