/// JMH benchmarks of the hot paths; docs/benchmarks.md says how to run them and what was seen.
@NullMarked
package dev.freshet.benchmarks;

import org.jspecify.annotations.NullMarked;
