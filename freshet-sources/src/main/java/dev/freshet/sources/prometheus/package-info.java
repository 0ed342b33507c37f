/// Prometheus and what speaks its HTTP API: VictoriaMetrics, Thanos, Mimir.
///
/// Start reading at [PrometheusUpstream]. `PrometheusQuery` asks for what `StepInterval` and
/// `Macros` made of a panel's query; `Samples` are its answers, `SampleFrames` what viewers get.
/// Uses `upstream` only. Everything is immutable, or belongs to one call.
@NullMarked
package dev.freshet.sources.prometheus;

import org.jspecify.annotations.NullMarked;
