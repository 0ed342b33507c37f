package dev.freshet.server.metrics;

/// The metrics that Grafana Live has, under exactly its names (`spec/grafana-live.md` §10.2); a
/// test pins them.
///
/// The engine's counters are bound to them where the server is put together.
public enum LiveMetric {
    NODE_NUM_CLIENTS("node_num_clients", "Clients connected to this node."),
    NODE_NUM_USERS("node_num_users", "Users connected to this node."),
    NODE_NUM_SUBSCRIPTIONS("node_num_subscriptions", "Subscriptions on this node."),
    NODE_NUM_CHANNELS("node_num_channels", "Channels with a subscriber on this node."),
    NODE_NUM_NODES("node_num_nodes", "Nodes in the cluster."),
    NODE_BUILD("node_build", "1, labelled with the version of the build."),
    NODE_ACTION_COUNT("node_action_count", "Actions of the node, by action."),
    NODE_MESSAGES_SENT_COUNT("node_messages_sent_count", "Messages sent to the broker, by type."),
    NODE_MESSAGES_RECEIVED_COUNT(
            "node_messages_received_count", "Messages received from the broker, by type."),
    NODE_SURVEY_DURATION_SECONDS(
            "node_survey_duration_seconds", "Time to ask all nodes, by operation."),
    NODE_PUB_SUB_LAG_SECONDS(
            "node_pub_sub_lag_seconds", "Time from publishing to receiving from the broker."),
    NODE_BROADCAST_DURATION_SECONDS(
            "node_broadcast_duration_seconds", "Time to hand a publication to all subscribers."),
    CLIENT_COMMAND_DURATION_SECONDS(
            "client_command_duration_seconds", "Time to answer a command, by method."),
    CLIENT_NUM_REPLY_ERRORS("client_num_reply_errors", "Error replies, by method and code."),
    CLIENT_NUM_SERVER_DISCONNECTS(
            "client_num_server_disconnects", "Connections closed by the server, by code."),
    CLIENT_NUM_SERVER_UNSUBSCRIBES(
            "client_num_server_unsubscribes", "Subscriptions ended by the server, by code."),
    CLIENT_RECOVER("client_recover", "Recovery attempts, by success."),
    CLIENT_CONNECTIONS_ACCEPTED(
            "client_connections_accepted", "Connections accepted, by transport."),
    CLIENT_CONNECTIONS_INFLIGHT("client_connections_inflight", "Open connections, by transport."),
    CLIENT_SUBSCRIPTIONS_ACCEPTED("client_subscriptions_accepted", "Subscriptions accepted."),
    CLIENT_SUBSCRIPTIONS_INFLIGHT("client_subscriptions_inflight", "Open subscriptions."),
    CLIENT_PING_PONG_DURATION_SECONDS(
            "client_ping_pong_duration_seconds", "Time from ping to pong, by transport."),
    TRANSPORT_MESSAGES_SENT("transport_messages_sent", "Messages sent to clients, by transport."),
    TRANSPORT_MESSAGES_SENT_SIZE(
            "transport_messages_sent_size", "Bytes sent to clients, by transport."),
    TRANSPORT_MESSAGES_RECEIVED(
            "transport_messages_received", "Messages received from clients, by transport."),
    TRANSPORT_MESSAGES_RECEIVED_SIZE(
            "transport_messages_received_size", "Bytes received from clients, by transport."),
    TRANSPORT_OUTGOING_CLOSE_COUNT(
            "transport_outgoing_close_count", "Closes sent by the server, by transport and code."),
    BROKER_REDIS_PUB_SUB_ERRORS("broker_redis_pub_sub_errors", "Errors of the Redis PUB/SUB link."),
    BROKER_REDIS_PUB_SUB_DROPPED_MESSAGES(
            "broker_redis_pub_sub_dropped_messages", "Messages from Redis that were dropped."),
    BROKER_REDIS_PUB_SUB_BUFFERED_MESSAGES(
            "broker_redis_pub_sub_buffered_messages",
            "Messages from Redis that wait to be handled.");

    private static final String PREFIX = "grafana_live_";

    private final String metricName;
    private final String help;

    LiveMetric(String name, String help) {
        this.metricName = PREFIX + name;
        this.help = help;
    }

    /// The whole name, for example `grafana_live_node_num_clients`.
    public String metricName() {
        return metricName;
    }

    public String help() {
        return help;
    }
}
