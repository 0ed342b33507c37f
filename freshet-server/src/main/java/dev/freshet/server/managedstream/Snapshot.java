package dev.freshet.server.managedstream;

/// The last frame of a stream, complete.
///
/// @param json schema and data; shared, not to be changed
/// @param number the number of the publication it came with; a subscriber skips what has a number
///   up to it
@SuppressWarnings("ArrayRecordComponent")
public record Snapshot(byte[] json, long number) {}
