package dev.freshet.server.socket;

import dev.freshet.engine.Engine;
import dev.freshet.engine.metrics.Durations;
import dev.freshet.engine.metrics.LabeledCounter;
import dev.freshet.engine.metrics.LoopMetrics;
import dev.freshet.server.metrics.LiveMetric;
import dev.freshet.server.metrics.MetricRegistry;
import dev.freshet.server.pluginstream.RunStreams;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/// Shows the engine's counters under the names that Grafana gives them.
public final class EngineMetricsBinding {
    private EngineMetricsBinding() {}

    public static void bind(
            Engine engine, RunStreams runs, MetricRegistry registry, String version) {
        var metrics = engine.metrics();
        gauge(registry, LiveMetric.NODE_NUM_CLIENTS, () -> engine.connections().clients());
        gauge(registry, LiveMetric.NODE_NUM_USERS, () -> engine.connections().users());
        gauge(registry, LiveMetric.NODE_NUM_SUBSCRIPTIONS, () -> metrics.subscriptions().get());
        gauge(registry, LiveMetric.NODE_NUM_CHANNELS, () -> engine.node().hub().channelCount());
        gauge(registry, LiveMetric.NODE_NUM_NODES, () -> engine.node().cluster().nodes().size());
        gauge(
                registry,
                LiveMetric.CLIENT_CONNECTIONS_INFLIGHT,
                () -> engine.connections().clients());
        gauge(
                registry,
                LiveMetric.CLIENT_SUBSCRIPTIONS_INFLIGHT,
                () -> metrics.subscriptions().get());
        counter(
                registry,
                LiveMetric.CLIENT_CONNECTIONS_ACCEPTED,
                () -> metrics.connectionsAccepted().sum());
        counter(
                registry,
                LiveMetric.CLIENT_SUBSCRIPTIONS_ACCEPTED,
                () -> metrics.subscriptionsAccepted().sum());
        counter(registry, LiveMetric.NODE_MESSAGES_SENT_COUNT, () -> metrics.publications().sum());
        counter(
                registry,
                LiveMetric.NODE_MESSAGES_RECEIVED_COUNT,
                () -> metrics.publications().sum());
        counter(
                registry,
                LiveMetric.TRANSPORT_MESSAGES_SENT,
                () -> metrics.sum(LoopMetrics::messagesSent));
        counter(
                registry,
                LiveMetric.TRANSPORT_MESSAGES_SENT_SIZE,
                () -> metrics.sum(LoopMetrics::bytesSent));
        counter(
                registry,
                LiveMetric.TRANSPORT_MESSAGES_RECEIVED,
                () -> metrics.sum(LoopMetrics::messagesReceived));
        counter(
                registry,
                LiveMetric.TRANSPORT_MESSAGES_RECEIVED_SIZE,
                () -> metrics.sum(LoopMetrics::bytesReceived));
        labelled(registry, LiveMetric.NODE_ACTION_COUNT, "action", metrics.commands());
        labelled(registry, LiveMetric.CLIENT_NUM_REPLY_ERRORS, "code", metrics.replyErrors());
        labelled(registry, LiveMetric.CLIENT_NUM_SERVER_DISCONNECTS, "code", metrics.disconnects());
        labelled(
                registry,
                LiveMetric.CLIENT_NUM_SERVER_UNSUBSCRIBES,
                "code",
                metrics.unsubscribes());
        labelled(
                registry, LiveMetric.TRANSPORT_OUTGOING_CLOSE_COUNT, "code", metrics.disconnects());
        durations(registry, LiveMetric.NODE_BROADCAST_DURATION_SECONDS, metrics.broadcasts());
        durations(registry, LiveMetric.CLIENT_COMMAND_DURATION_SECONDS, metrics.commandAnswers());
        durations(registry, LiveMetric.CLIENT_PING_PONG_DURATION_SECONDS, metrics.pongs());
        registry.gauge(
                LiveMetric.NODE_BUILD.metricName(),
                LiveMetric.NODE_BUILD.help(),
                Map.of("version", version),
                () -> 1);
        labelled(registry, LiveMetric.CLIENT_RECOVER, "recovered", metrics.recoveries());
        bindWhatOneNodeNeverHas(registry);
        registry.counters(
                "grafana_live_dropped_messages_total",
                "Messages that slow clients were not sent, by slow rule.",
                "rule",
                metrics.dropped()::values);
        registry.counter(
                "grafana_live_insufficient_state_total",
                "Subscriptions that missed a publication and were told to recover.",
                () -> metrics.insufficientStates().sum());
        registry.counter(
                "grafana_live_oversize_total",
                "Connections closed because a message was longer than message_size_limit.",
                () -> metrics.oversizeMessages().sum());
        registry.gauge(
                "grafana_live_run_streams", "Streams with a runner that run now.", runs::running);
    }

    /// A node that stands alone asks no others and hears nothing from Redis; boards made for
    /// Grafana find the names all the same.
    private static void bindWhatOneNodeNeverHas(MetricRegistry registry) {
        var nothing = new Durations();
        durations(registry, LiveMetric.NODE_SURVEY_DURATION_SECONDS, nothing);
        durations(registry, LiveMetric.NODE_PUB_SUB_LAG_SECONDS, nothing);
        counter(registry, LiveMetric.BROKER_REDIS_PUB_SUB_ERRORS, () -> 0);
        counter(registry, LiveMetric.BROKER_REDIS_PUB_SUB_DROPPED_MESSAGES, () -> 0);
        gauge(registry, LiveMetric.BROKER_REDIS_PUB_SUB_BUFFERED_MESSAGES, () -> 0);
    }

    private static void durations(MetricRegistry registry, LiveMetric metric, Durations durations) {
        registry.durations(metric.metricName(), metric.help(), durations::count, durations::nanos);
    }

    private static void gauge(MetricRegistry registry, LiveMetric metric, DoubleSupplier value) {
        registry.gauge(metric.metricName(), metric.help(), value);
    }

    private static void counter(MetricRegistry registry, LiveMetric metric, LongSupplier value) {
        registry.counter(metric.metricName(), metric.help(), value);
    }

    private static void labelled(
            MetricRegistry registry, LiveMetric metric, String label, LabeledCounter counts) {
        registry.counters(metric.metricName(), metric.help(), label, counts::values);
    }
}
