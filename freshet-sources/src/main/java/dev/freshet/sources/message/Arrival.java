package dev.freshet.sources.message;

/// A message as it came.
///
/// @param time in nanoseconds since 1970; later than that of the message before
/// @param origin the topic or channel that it came on
/// @param payload not to be changed
@SuppressWarnings("ArrayRecordComponent") // never compared
record Arrival(long time, String origin, byte[] payload) {
    private static final int OVERHEAD = 64;

    /// About how much memory it takes, in bytes.
    int size() {
        return payload.length + origin.length() + OVERHEAD;
    }
}
