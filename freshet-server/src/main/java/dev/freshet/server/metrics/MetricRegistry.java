package dev.freshet.server.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// All metrics by name, written as Prometheus text.
///
/// Register while the server is put together; scrape from any thread. Suppliers are called at each
/// scrape and must not block.
public final class MetricRegistry {
    private final Map<String, Family> families = new TreeMap<>();

    private record Family(String help, String type, List<Consumer<Samples>> samples) {}

    /// A counter that somebody else keeps.
    public synchronized void counter(String name, String help, LongSupplier value) {
        family(name, help, "counter").add(text -> text.sample(name, Map.of(), value.getAsLong()));
    }

    /// A counter that somebody else keeps, one of several under this name.
    public synchronized void counter(
            String name, String help, Map<String, String> labels, LongSupplier value) {
        family(name, help, "counter").add(text -> text.sample(name, labels, value.getAsLong()));
    }

    public synchronized LabelledCounter counters(String name, String help, String label) {
        var counters = new LabelledCounter(label);
        family(name, help, "counter")
                .add(text ->
                        counters.sorted()
                                .forEach((value, counter) ->
                                        text.sample(
                                                name,
                                                Map.of(counters.label(), value),
                                                counter.value())));
        return counters;
    }

    /// Counters that somebody else keeps, told apart by one label of few values.
    public synchronized void counters(
            String name, String help, String label, Supplier<Map<String, Long>> values) {
        family(name, help, "counter")
                .add(text ->
                        values.get()
                                .forEach((value, count) ->
                                        text.sample(name, Map.of(label, value), count)));
    }

    public synchronized void gauge(String name, String help, DoubleSupplier value) {
        gauge(name, help, Map.of(), value);
    }

    public synchronized void gauge(
            String name, String help, Map<String, String> labels, DoubleSupplier value) {
        family(name, help, "gauge").add(text -> text.sample(name, labels, value.getAsDouble()));
    }

    /// Durations that somebody else keeps: how many, and their sum in nanoseconds. The name ends in
    /// `_seconds`.
    public synchronized void durations(
            String name, String help, LongSupplier count, LongSupplier nanos) {
        family(name, help, "summary")
                .add(text -> {
                    text.sample(name + "_count", Map.of(), count.getAsLong());
                    text.sample(name + "_sum", Map.of(), nanos.getAsLong() / 1e9);
                });
    }

    /// The Prometheus text format, version 0.0.4.
    public synchronized String text() {
        var text = new MetricText();
        families.forEach((name, family) -> {
            text.family(name, family.help(), family.type());
            family.samples().forEach(sample -> sample.accept(text));
        });
        return text.toString();
    }

    /// What is there now, by the names that lines of [#text] begin with, for example
    /// `grafana_live_node_action_count{action="connect"}`; only finite numbers.
    ///
    /// @param prefix of the names
    public synchronized Map<String, Double> values(String prefix) {
        var values = new MetricValues();
        families.forEach((name, family) -> {
            if (name.startsWith(prefix)) {
                family.samples().forEach(sample -> sample.accept(values));
            }
        });
        return values.all();
    }

    private List<Consumer<Samples>> family(String name, String help, String type) {
        var family = families.computeIfAbsent(name, _ -> new Family(help, type, new ArrayList<>()));
        if (!family.type().equals(type)) {
            throw new IllegalArgumentException("metric " + name + " is already a " + family.type());
        }
        return family.samples();
    }
}
