package dev.freshet.sources.mqtt;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.ConnectionTrouble;
import dev.freshet.sources.upstream.Shown;
import dev.freshet.sources.upstream.UpstreamUnavailable;
import java.time.Duration;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.jspecify.annotations.Nullable;

/// What to tell people when the broker does not do as it should.
record MqttFailures(DataSource dataSource) {
    SourceException of(MqttException failure) {
        return switch (failure.getReasonCode()) {
            case MqttException.REASON_CODE_FAILED_AUTHENTICATION,
                    MqttException.REASON_CODE_NOT_AUTHORIZED ->
                    new SourceException(
                            named("does not accept our credentials: " + failure.getMessage()),
                            "Check username and the secret password in the data source's settings,"
                                    + " and what the broker allows this user.",
                            failure);
            case MqttException.REASON_CODE_INVALID_CLIENT_ID,
                    MqttException.REASON_CODE_INVALID_PROTOCOL_VERSION ->
                    new SourceException(
                            named("refused the connection: " + failure.getMessage()),
                            "Check clientID in the data source's settings; the protocol is MQTT"
                                    + " 3.1.1.",
                            failure);
            default -> unavailable("cannot be reached", failure);
        };
    }

    UpstreamUnavailable lost(@Nullable Throwable cause) {
        return unavailable("lost the connection", cause);
    }

    UpstreamUnavailable silent(Duration timeout) {
        return unavailable("did not answer within " + Shown.seconds(timeout) + " s", null);
    }

    SourceException refused(TopicFilter filter) {
        return new SourceException(
                named("refused the subscription to \"" + Shown.of(filter.text()) + "\""),
                "Let the broker allow this user to read the topic.");
    }

    SourceException tooMany(int connections) {
        return new SourceException(
                named(
                        "has %d connections already, because the topics of its queries overlap"
                                .formatted(connections)),
                "Use topics that do not overlap, or one for several panels.");
    }

    UpstreamUnavailable closed() {
        return unavailable("is being closed", null);
    }

    private UpstreamUnavailable unavailable(String what, @Nullable Throwable cause) {
        return new UpstreamUnavailable(
                named(cause == null ? what : what + ": " + ConnectionTrouble.of(cause)),
                ConnectionTrouble.hint(
                        cause, "Check that the broker runs, and the data source's uri."),
                cause);
    }

    private String named(String what) {
        return "Data source \"" + dataSource.name() + "\" " + what + ".";
    }
}
