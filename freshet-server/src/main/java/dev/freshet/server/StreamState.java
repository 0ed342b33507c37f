package dev.freshet.server;

import dev.freshet.server.channel.InitialData;
import dev.freshet.server.channel.Json;
import dev.freshet.server.managedstream.ManagedStreams;
import dev.freshet.server.position.RowPositions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What subscribers of a managed stream's channel are given first.
///
/// @param positions which rows those have that come back
/// @param channel canonical
record StreamState(ManagedStreams streams, RowPositions positions, String channel)
        implements InitialData {
    @Override
    public @Nullable Snapshot take(boolean recovered) {
        return data(streams.snapshot(channel, recovered));
    }

    @Override
    public @Nullable Snapshot takeBehind(Position known) {
        return data(
                positions
                        .find(channel, known.epoch(), known.offset())
                        .flatMap(place -> streams.snapshotBehind(channel, place))
                        .or(() -> streams.snapshot(channel, false)));
    }

    private static @Nullable Snapshot data(
            Optional<dev.freshet.server.managedstream.Snapshot> taken) {
        return taken.map(stream -> new Snapshot(Json.of(stream.json()), stream.number()))
                .orElse(null);
    }
}
