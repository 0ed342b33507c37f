package dev.freshet.sources.mqtt;

import dev.freshet.sources.fixture.Eventually;
import dev.freshet.sources.fixture.PortProcess;
import dev.freshet.sources.fixture.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/// A broker that runs beside the test.
final class Mosquitto implements AutoCloseable {
    private final PortProcess process;

    private Mosquitto(PortProcess process) {
        this.process = process;
    }

    /// @param settings lines of its configuration besides the listener
    static Mosquitto start(Path folder, String settings) throws Exception {
        Programs.require("mosquitto", "mosquitto");
        return new Mosquitto(PortProcess.start(folder, port -> command(folder, settings, port)));
    }

    private static List<String> command(Path folder, String settings, int port) throws IOException {
        var config = folder.resolve("mosquitto.conf");
        Files.writeString(
                config,
                """
                listener %d 127.0.0.1
                user root
                log_dest stderr
                log_type all
                max_queued_messages 0
                %s
                """
                        .formatted(port, settings));
        return List.of("mosquitto", "-c", config.toString());
    }

    PortProcess process() {
        return process;
    }

    String url(String scheme) {
        return scheme + "://127.0.0.1:" + process.port();
    }

    void publish(String topic, String payload) throws MqttException {
        publish(topic, List.of(payload), false);
    }

    void publish(String topic, List<String> payloads, boolean retained) throws MqttException {
        var id = "publisher" + System.nanoTime();
        try (var client = new MqttClient(url("tcp"), id, new MemoryPersistence())) {
            var options = new MqttConnectOptions();
            // The client reports a message as sent a moment before it has room for the next.
            options.setMaxInflight(1_000);
            client.connect(options);
            for (var payload : payloads) {
                client.publish(topic, payload.getBytes(StandardCharsets.UTF_8), 1, retained);
            }
            client.disconnect();
        }
    }

    /// Waits until it has written a line that ends so about a client, for example `Sending SUBACK
    /// to`.
    void awaitLog(String action, String client, int times) throws Exception {
        Eventually.get(
                process::log,
                log ->
                        log.lines()
                                        .filter(line ->
                                                line.contains(action + " " + client + " ")
                                                        || line.endsWith(action + " " + client))
                                        .count()
                                >= times);
    }

    @Override
    public void close() {
        process.close();
    }
}
