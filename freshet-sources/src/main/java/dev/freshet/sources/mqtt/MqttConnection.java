package dev.freshet.sources.mqtt;

import dev.freshet.source.SourceException;
import dev.freshet.sources.message.ArrivalQueue;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttMessageListener;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;

/// One connection to a broker, with the queries that it is for. Used once: when it is lost, another
/// one takes its place.
///
/// [MqttConnections] guards who joins and leaves; the library calls on its own threads.
final class MqttConnection implements MqttCallback {
    private static final int KEEP_ALIVE_SECONDS = 20;
    private static final int REFUSED = 128;
    private static final long GOODBYE_MILLIS = 500;

    private final int number;
    private final MqttFailures failures;
    private final Duration timeout;
    private final MqttAsyncClient client;
    private final Map<TopicFilter, ArrivalQueue> queues = new ConcurrentHashMap<>();
    private final MqttAnswer connected = new MqttAnswer();
    private volatile @Nullable SourceException lost;

    /// Begins to connect; see [#awaitConnected].
    MqttConnection(int number, MqttSettings settings, MqttFailures failures, Duration timeout)
            throws SourceException {
        this.number = number;
        this.failures = failures;
        this.timeout = timeout;
        try {
            var id = settings.clientId() + (number == 1 ? "" : "-" + number);
            client = new MqttAsyncClient(settings.uri(), id, new MemoryPersistence());
            client.setCallback(this);
            client.connect(options(settings), null, connected);
        } catch (MqttException e) {
            throw failures.of(e);
        }
    }

    private MqttConnectOptions options(MqttSettings settings) {
        var options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        options.setConnectionTimeout((int) Math.max(1, timeout.toSeconds()));
        if (!settings.user().isEmpty()) {
            options.setUserName(settings.user());
            options.setPassword(settings.password().toCharArray());
        }
        if (settings.tls() != null) {
            options.setSocketFactory(settings.tls().getSocketFactory());
            options.setHttpsHostnameVerificationEnabled(settings.verifiesHost());
        }
        return options;
    }

    int number() {
        return number;
    }

    Collection<TopicFilter> filters() {
        return queues.keySet();
    }

    /// False when it is of no use any more.
    boolean isUsable() {
        return lost == null && !connected.hasFailed();
    }

    void awaitConnected() throws SourceException, InterruptedException {
        connected.await(timeout, failures);
    }

    /// Has the messages of a subscription put into a queue, and a failure when the connection is
    /// lost.
    void join(TopicFilter filter, ArrivalQueue queue) {
        queues.put(filter, queue);
        var failure = lost;
        if (failure != null) {
            queue.fail(failure);
        }
    }

    void subscribe(TopicFilter filter, int qos, ArrivalQueue queue)
            throws SourceException, InterruptedException {
        var answer = new MqttAnswer();
        IMqttMessageListener listener = (topic, message) -> queue.put(topic, message.getPayload());
        try {
            client.subscribe(
                    new String[] {filter.text()},
                    new int[] {qos},
                    null,
                    answer,
                    new IMqttMessageListener[] {listener});
        } catch (MqttException e) {
            throw failures.lost(e);
        }
        for (int granted : answer.await(timeout, failures).getGrantedQos()) {
            if (granted == REFUSED) {
                throw failures.refused(filter);
            }
        }
    }

    /// Ends a subscription; does not wait for the broker.
    void leave(TopicFilter filter) {
        queues.remove(filter);
        try {
            client.unsubscribe(filter.text());
        } catch (MqttException e) {
            // the connection is lost, and with it the subscription
        }
    }

    @Override
    public void connectionLost(@Nullable Throwable cause) {
        fail(failures.lost(cause));
    }

    private void fail(SourceException why) {
        lost = why;
        queues.values().forEach(queue -> queue.fail(why));
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        // of a subscription that is just being ended; all others have a listener of their own
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
        // nothing is published
    }

    /// Ends the connection; those who still wait for messages fail.
    void close() {
        fail(failures.closed());
        try {
            client.disconnectForcibly(0, GOODBYE_MILLIS, client.isConnected());
        } catch (MqttException e) {
            // it was lost already
        }
        try {
            client.close();
        } catch (MqttException e) {
            // the library still takes it apart, and ends by itself
        }
    }
}
