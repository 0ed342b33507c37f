package dev.freshet.spring;

import dev.freshet.engine.Engine;
import dev.freshet.engine.metrics.Durations;
import dev.freshet.engine.metrics.LabeledCounter;
import dev.freshet.engine.metrics.LoopMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/// The engine's counts as meters that begin with `freshet.`: read when they are asked for, nothing
/// is counted twice.
///
/// Meters with a tag appear within a second after their tag's value was counted first.
public final class FreshetMeters implements MeterBinder {
    private final Engine engine;

    /// Meters of this engine.
    public FreshetMeters(Engine engine) {
        this.engine = engine;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        var metrics = engine.metrics();
        gauge(registry, "clients", "Connected clients", e -> e.connections().clients());
        gauge(registry, "users", "Users that are connected", e -> e.connections().users());
        gauge(registry, "subscriptions", "Open subscriptions", e -> metrics.subscriptions().get());
        gauge(
                registry,
                "channels",
                "Channels with subscribers",
                e -> e.node().hub().channelCount());
        gauge(registry, "nodes", "Known nodes", e -> e.node().cluster().nodes().size());

        counter(registry, "connections", "", e -> metrics.connectionsAccepted().sum());
        counter(registry, "subscribes", "", e -> metrics.subscriptionsAccepted().sum());
        counter(registry, "publications", "", e -> metrics.publications().sum());
        counter(registry, "messages.oversize", "", e -> metrics.oversizeMessages().sum());
        counter(registry, "insufficient.states", "", e -> metrics.insufficientStates().sum());
        counter(registry, "messages.sent", "", e -> metrics.sum(LoopMetrics::messagesSent));
        counter(registry, "messages.received", "", e -> metrics.sum(LoopMetrics::messagesReceived));
        counter(registry, "sent", "bytes", e -> metrics.sum(LoopMetrics::bytesSent));
        counter(registry, "received", "bytes", e -> metrics.sum(LoopMetrics::bytesReceived));

        timer(registry, "broadcast", metrics.broadcasts());
        timer(registry, "command.answer", metrics.commandAnswers());
        timer(registry, "pong", metrics.pongs());

        byLabel(registry, "commands", "method", metrics.commands());
        byLabel(registry, "reply.errors", "code", metrics.replyErrors());
        byLabel(registry, "disconnects", "code", metrics.disconnects());
        byLabel(registry, "unsubscribes", "code", metrics.unsubscribes());
        byLabel(registry, "recoveries", "recovered", metrics.recoveries());
        byLabel(registry, "dropped", "rule", metrics.dropped());
    }

    private void gauge(
            MeterRegistry registry,
            String name,
            String description,
            ToDoubleFunction<Engine> value) {
        Gauge.builder("freshet." + name, engine, value).description(description).register(registry);
    }

    private void counter(
            MeterRegistry registry, String name, String unit, ToDoubleFunction<Engine> value) {
        var builder = FunctionCounter.builder("freshet." + name, engine, value);
        (unit.isEmpty() ? builder : builder.baseUnit(unit)).register(registry);
    }

    private static void timer(MeterRegistry registry, String name, Durations durations) {
        FunctionTimer.builder(
                        "freshet." + name,
                        durations,
                        Durations::count,
                        Durations::nanos,
                        TimeUnit.NANOSECONDS)
                .register(registry);
    }

    /// Which labels there will be is known only when they are counted; the loops end with the
    /// engine, and this with them.
    private void byLabel(MeterRegistry registry, String name, String tag, LabeledCounter counter) {
        Set<String> known = ConcurrentHashMap.newKeySet();
        engine.eventLoops()
                .group()
                .scheduleWithFixedDelay(
                        () -> {
                            for (var label : counter.values().keySet()) {
                                if (known.add(label)) {
                                    labeled(registry, name, tag, counter, label);
                                }
                            }
                        },
                        0,
                        1,
                        TimeUnit.SECONDS);
    }

    private static void labeled(
            MeterRegistry registry, String name, String tag, LabeledCounter counter, String label) {
        FunctionCounter.builder(
                        "freshet." + name, counter, each -> each.values().getOrDefault(label, 0L))
                .tag(tag, label)
                .register(registry);
    }
}
