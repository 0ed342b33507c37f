package dev.freshet.server.bench;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What clients that come back have missed, and what they were given of it. Any thread.
final class Recovery {
    private final List<Position> positions;
    private final int missed;
    private final AtomicInteger complete = new AtomicInteger();
    private final AtomicLong publications = new AtomicLong();

    /// The place in a channel's stream that a client knows.
    record Position(long offset, String epoch) {}

    /// @param positions of the channels, by their numbers
    /// @param missed publications of each channel since
    Recovery(List<Position> positions, int missed) {
        this.positions = positions;
        this.missed = missed;
    }

    /// The members of a subscribe command that ask for what was missed.
    String members(int channel) {
        var position = positions.get(channel);
        return ",\"recover\":true,\"offset\":"
                + position.offset()
                + ",\"epoch\":\""
                + position.epoch()
                + "\"";
    }

    /// Looks into the reply to such a command.
    void answered(int channel, Reply reply) {
        int found = reply.publicationsAfter(positions.get(channel).offset());
        publications.addAndGet(found);
        if (found == missed && reply.end().contains("\"recovered\":true")) {
            complete.incrementAndGet();
        }
    }

    int missed() {
        return missed;
    }

    /// Clients that were given all they had missed, and told so.
    int complete() {
        return complete.get();
    }

    /// Publications that all clients were given.
    long publications() {
        return publications.get();
    }
}
