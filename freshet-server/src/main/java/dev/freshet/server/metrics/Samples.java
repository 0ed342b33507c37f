package dev.freshet.server.metrics;

import java.util.Map;

/// Takes the values of all metrics, one by one.
interface Samples {
    void sample(String name, Map<String, String> labels, long value);

    void sample(String name, Map<String, String> labels, double value);
}
