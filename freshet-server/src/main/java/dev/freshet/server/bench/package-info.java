/// The load driver behind `freshet bench`: many subscribers and some publishers in one process, and
/// what they cost the server.
///
/// The receiving side shares the machine with what it measures, so it decodes nothing: one read
/// buffer per loop, frame heads and line starts only. Subscribers and publishers belong to the
/// driver's own event loops; the thread that runs the command waits, prints and adds up. Start at
/// [BenchCommand], then [LoadDriver].
@NullMarked
package dev.freshet.server.bench;

import org.jspecify.annotations.NullMarked;
