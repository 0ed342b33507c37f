package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Publication;
import java.util.List;

/// How much of a stream one reply brings: half of what may wait for a client, because a reply is
/// written in one piece and is not held back. Stateless.
final class ReplyBytes {
    /// About what a publication takes besides its data.
    private static final int OVERHEAD = 32;

    private ReplyBytes() {}

    /// How many of the publications, from the first one on, a reply may bring: at least one, or who
    /// reads a stream in parts would never come past a large one.
    static int fitting(Client client, List<Publication> publications) {
        long room = client.context().limits().maxQueuedBytes() / 2;
        for (int i = 0; i < publications.size(); i++) {
            room -= OVERHEAD + publications.get(i).payloadBytes();
            if (room < 0) {
                return Math.max(1, i);
            }
        }
        return publications.size();
    }
}
