package dev.freshet.sources.message;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.source.StreamSender;
import dev.freshet.sources.upstream.UpstreamCosts;
import java.time.Duration;
import java.util.ArrayList;

/// The way of one query's messages from the queue to the viewers.
public final class MessageStream {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DataSource dataSource;
    private final UpstreamCosts costs;
    private final MessageFrames frames;
    private boolean toldOfFields;

    /// Looks whether the connection of a quiet subscription is still there.
    public interface Check {
        /// Returns when it is.
        ///
        /// @throws SourceException when it is not
        void run() throws SourceException, InterruptedException;
    }

    public MessageStream(DataSource dataSource, UpstreamCosts costs, MessageFrames frames) {
        this.dataSource = dataSource;
        this.costs = costs;
        this.frames = frames;
    }

    /// Sends what arrives, until interrupted; for a subscription that stands.
    ///
    /// @throws SourceException what the queue or the check failed with
    public void run(ArrivalQueue queue, Check check, StreamSender sender)
            throws SourceException, InterruptedException {
        sender.failing(""); // it may be long until something arrives
        while (true) {
            var batch = queue.take(PATIENCE);
            costs.got(batch.arrivals().size(), 0, batch.dropped() + batch.tooLong());
            if (!batch.arrivals().isEmpty()) {
                send(batch, sender);
            }
            if (batch.dropped() > 0) {
                sender.failing(
                        says(
                                "sent faster than could be shown; messages left out, the oldest of"
                                        + " those that waited: "
                                        + batch.dropped()));
            }
            if (batch.tooLong() > 0) {
                sender.failing(
                        says(
                                "sent messages of more than 1 MiB, which were left out: "
                                        + batch.tooLong()));
            }
            if (batch.arrivals().isEmpty() && batch.tooLong() == 0) {
                check.run();
            }
        }
    }

    private void send(ArrivalQueue.Batch batch, StreamSender sender) {
        var rows = new ArrayList<MessageRow>(batch.arrivals().size());
        long bytes = 0;
        for (var arrival : batch.arrivals()) {
            rows.add(
                    new MessageRow(
                            arrival.time(), arrival.origin(), Payload.read(arrival.payload())));
            bytes += arrival.payload().length;
        }
        costs.read(bytes);
        var made = frames.frame(rows);
        sender.send(made.frame());
        if (!made.isComplete() && !toldOfFields) {
            toldOfFields = true;
            sender.failing(
                    says(
                            "sends more than "
                                    + MessageFrames.MOST_FIELDS
                                    + " different fields; only the first ones are shown"));
        }
    }

    private String says(String what) {
        return "Data source \"" + dataSource.name() + "\" " + what + ".";
    }
}
