package dev.freshet.server.bench;

import dev.freshet.server.bench.Recovery.Position;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A first visitor, who learns the position of every channel: it subscribes to one after the other,
/// so that no limit of subscriptions is in its way.
final class PositionReader implements SocketListener {
    private final LoadPlan plan;
    private final List<Position> positions = new ArrayList<>();
    private final CompletableFuture<List<Position>> done = new CompletableFuture<>();
    private @Nullable ClientSocket socket;
    private int id = 1;

    PositionReader(LoadPlan plan) {
        this.plan = plan;
    }

    /// The positions, by the channels' numbers; fails with a [LoadFailure].
    CompletableFuture<List<Position>> done() {
        return done;
    }

    @Override
    public void connected(ClientSocket connected) {
        socket = connected;
        subscribeToNext();
    }

    private void subscribeToNext() {
        if (socket == null) {
            return;
        }
        if (positions.size() == plan.channels()) {
            socket.close();
            done.complete(List.copyOf(positions));
            return;
        }
        id++;
        socket.send(ClientFrames.subscribe(id, plan.subscribeName(positions.size())));
    }

    @Override
    public void reply(Reply reply) {
        if (socket == null || !reply.text().startsWith("{\"id\":" + id + ",")) {
            return;
        }
        var position = positionIn(reply.text());
        if (position == null) {
            return;
        }
        socket.send(ClientFrames.unsubscribe(++id, plan.subscribeName(positions.size())));
        positions.add(position);
        subscribeToNext();
    }

    /// Null when there is none, which ends the visit.
    private @Nullable Position positionIn(String reply) {
        try {
            var subscribed = JsonMapper.shared().readTree(reply).path("subscribe");
            if (subscribed.isMissingNode()) {
                fail("subscribe refused: " + reply);
                return null;
            }
            if (!subscribed.path("recoverable").asBoolean()) {
                fail(Positions.missing(plan.channelPrefix()));
                return null;
            }
            return new Position(
                    subscribed.path("offset").asLong(), subscribed.path("epoch").asString());
        } catch (JacksonException e) {
            fail("a subscribe reply is not JSON: " + reply);
            return null;
        }
    }

    private void fail(String why) {
        done.completeExceptionally(new LoadFailure(why));
        if (socket != null) {
            socket.close();
        }
    }

    @Override
    public void push(ByteBuf bytes, int from, int to) {}

    @Override
    public void pinged() {}

    @Override
    public void ended(String how) {
        done.completeExceptionally(new LoadFailure("the first visitor has " + how));
    }
}
