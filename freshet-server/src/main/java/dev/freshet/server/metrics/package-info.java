/// What operators look at: [MetricRegistry] with the Prometheus text at `/metrics`, and the health
/// routes.
///
/// Counting is a `LongAdder` and may be done on any thread; everything else is read when it is
/// scraped. Uses `http`; features register their counters here. Start reading at [MetricRegistry].
@NullMarked
package dev.freshet.server.metrics;

import org.jspecify.annotations.NullMarked;
