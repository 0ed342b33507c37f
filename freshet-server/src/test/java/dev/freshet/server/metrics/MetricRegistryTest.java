package dev.freshet.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MetricRegistryTest {
    private final MetricRegistry registry = new MetricRegistry();

    @Test
    void everyKindIsWrittenInPrometheusText() {
        registry.counter("b_total", "Counts.", () -> 3);
        registry.gauge("a", "Level.", () -> 1.5);
        registry.gauge("c", "By area.", Map.of("area", "x\"y\\z\n"), () -> 2);
        registry.durations(
                "d_seconds", "Took.", () -> 1, () -> TimeUnit.MILLISECONDS.toNanos(1_500));

        assertThat(registry.text())
                .isEqualTo(
                        """
                        # HELP a Level.
                        # TYPE a gauge
                        a 1.5
                        # HELP b_total Counts.
                        # TYPE b_total counter
                        b_total 3
                        # HELP c By area.
                        # TYPE c gauge
                        c{area="x\\"y\\\\z\\n"} 2
                        # HELP d_seconds Took.
                        # TYPE d_seconds summary
                        d_seconds_count 1
                        d_seconds_sum 1.5
                        """);
    }

    @Test
    void labelWithTooManyValuesSharesOther() {
        var counters = registry.counters("errors_total", "Errors.", "reason");

        for (int i = 0; i < 1_000; i++) {
            counters.of("reason-" + i).increment();
        }

        assertThat(counters.sorted()).hasSize(LabelledCounter.MAX_VALUES + 1);
        assertThat(registry.text()).contains("errors_total{reason=\"other\"} 900");
    }

    @Test
    void oneNameHasOneKind() {
        registry.gauge("a", "Level.", () -> 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.counter("a", "Counts.", () -> 1));
    }

    @Test
    void grafanasNamesArePinned() {
        var expected =
                """
                node_num_clients node_num_users node_num_subscriptions node_num_channels node_num_nodes node_build \
                node_action_count node_messages_sent_count node_messages_received_count node_survey_duration_seconds \
                node_pub_sub_lag_seconds node_broadcast_duration_seconds client_command_duration_seconds \
                client_num_reply_errors client_num_server_disconnects client_num_server_unsubscribes client_recover \
                client_connections_accepted client_connections_inflight client_subscriptions_accepted \
                client_subscriptions_inflight client_ping_pong_duration_seconds transport_messages_sent \
                transport_messages_sent_size transport_messages_received transport_messages_received_size \
                transport_outgoing_close_count broker_redis_pub_sub_errors broker_redis_pub_sub_dropped_messages \
                broker_redis_pub_sub_buffered_messages\
                """;

        assertThat(Arrays.stream(LiveMetric.values()).map(LiveMetric::metricName))
                .containsExactly(
                        Arrays.stream(expected.split(" ", -1))
                                .map(name -> "grafana_live_" + name)
                                .toArray(String[]::new));
    }

    @Test
    void processTellsItsMemoryAndCpu() {
        ProcessMetrics.register(registry);

        assertThat(registry.text())
                .contains(
                        "process_cpu_seconds_total ",
                        "jvm_memory_bytes_used{area=\"heap\"} ",
                        "process_start_time_seconds ");
    }
}
