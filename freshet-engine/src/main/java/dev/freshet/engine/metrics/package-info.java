/// What the engine counts. Loops add to counters of their own without contention; any thread reads
/// sums.
@NullMarked
package dev.freshet.engine.metrics;

import org.jspecify.annotations.NullMarked;
