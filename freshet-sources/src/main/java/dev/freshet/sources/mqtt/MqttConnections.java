package dev.freshet.sources.mqtt;

import dev.freshet.source.SourceException;
import dev.freshet.sources.message.ArrivalQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// The connections of one data source. All queries share one, opened with the first and closed with
/// the last of them. Only queries whose topics overlap get another: MQTT 3.1.1 does not tell which
/// subscription a message is for, and some brokers send one that fits two of them twice.
/// Thread-safe.
final class MqttConnections {
    private static final int MOST_CONNECTIONS = 20;

    private final MqttSettings settings;
    private final MqttFailures failures;
    private final Duration timeout;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<MqttConnection> open = new ArrayList<>();
    private boolean closed;

    MqttConnections(MqttSettings settings, MqttFailures failures, Duration timeout) {
        this.settings = settings;
        this.failures = failures;
        this.timeout = timeout;
    }

    /// A subscription that lasts until it is closed.
    final class Subscription implements AutoCloseable {
        private final MqttConnection connection;
        private final TopicFilter filter;

        private Subscription(MqttConnection connection, TopicFilter filter) {
            this.connection = connection;
            this.filter = filter;
        }

        /// Waits until the broker has agreed.
        private Subscription begin(int qos, ArrivalQueue queue)
                throws SourceException, InterruptedException {
            boolean agreed = false;
            try {
                connection.awaitConnected();
                connection.subscribe(filter, qos, queue);
                agreed = true;
                return this;
            } finally {
                if (!agreed) {
                    close();
                }
            }
        }

        @Override
        public void close() {
            leave(connection, filter);
        }
    }

    /// Has what arrives put into a queue, and a failure when the connection is lost.
    ///
    /// @throws SourceException when there is no connection or the broker refuses
    Subscription subscribe(TopicFilter filter, int qos, ArrivalQueue queue)
            throws SourceException, InterruptedException {
        return join(filter, queue).begin(qos, queue);
    }

    private Subscription join(TopicFilter filter, ArrivalQueue queue) throws SourceException {
        lock.lock();
        try {
            var connection = connectionFor(filter);
            connection.join(filter, queue);
            return new Subscription(connection, filter);
        } finally {
            lock.unlock();
        }
    }

    private MqttConnection connectionFor(TopicFilter filter) throws SourceException {
        for (var each : open) {
            if (each.isUsable() && each.filters().stream().noneMatch(filter::overlaps)) {
                return each;
            }
        }
        if (open.size() >= MOST_CONNECTIONS) {
            throw failures.tooMany(MOST_CONNECTIONS);
        }
        return another();
    }

    private MqttConnection another() throws SourceException {
        if (closed) {
            throw failures.closed();
        }
        int number = 1;
        while (isTaken(number)) {
            number++;
        }
        var connection = new MqttConnection(number, settings, failures, timeout);
        open.add(connection);
        return connection;
    }

    private boolean isTaken(int number) {
        return open.stream().anyMatch(each -> each.number() == number);
    }

    private void leave(MqttConnection connection, TopicFilter filter) {
        lock.lock();
        try {
            connection.leave(filter);
        } finally {
            lock.unlock();
        }
        closeUnused(connection);
    }

    private void closeUnused(MqttConnection connection) {
        lock.lock();
        try {
            // The last two may leave together, and the library closes only once.
            if (!connection.filters().isEmpty() || !open.remove(connection)) {
                return;
            }
        } finally {
            lock.unlock();
        }
        connection.close();
    }

    /// Connects once more to see whether that is possible.
    void check() throws SourceException, InterruptedException {
        MqttConnection connection;
        lock.lock();
        try {
            connection = another();
        } finally {
            lock.unlock();
        }
        try {
            connection.awaitConnected();
        } finally {
            closeUnused(connection); // a query may have joined
        }
    }

    void close() {
        List<MqttConnection> all;
        lock.lock();
        try {
            closed = true;
            all = List.copyOf(open);
            open.clear();
        } finally {
            lock.unlock();
        }
        all.forEach(MqttConnection::close);
    }
}
