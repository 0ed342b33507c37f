package dev.freshet.server.bench;

/// What a process has used.
///
/// @param cpuSeconds user and system time since its start
/// @param residentBytes memory that is in RAM now
/// @param peakBytes the most that ever was
record Usage(double cpuSeconds, long residentBytes, long peakBytes) {}
