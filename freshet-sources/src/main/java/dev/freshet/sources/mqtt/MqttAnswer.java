package dev.freshet.sources.mqtt;

import dev.freshet.source.SourceException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttException;

/// The broker's answer to one packet. Any thread waits; the library's own waiting cannot be
/// interrupted.
final class MqttAnswer implements IMqttActionListener {
    private final CompletableFuture<IMqttToken> answer = new CompletableFuture<>();

    @Override
    public void onSuccess(IMqttToken token) {
        answer.complete(token);
    }

    @Override
    public void onFailure(IMqttToken token, Throwable cause) {
        answer.completeExceptionally(cause);
    }

    boolean hasFailed() {
        return answer.isCompletedExceptionally();
    }

    IMqttToken await(Duration timeout, MqttFailures failures)
            throws SourceException, InterruptedException {
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw failures.silent(timeout);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MqttException failure) {
                throw failures.of(failure);
            }
            throw failures.lost(e.getCause());
        }
    }
}
