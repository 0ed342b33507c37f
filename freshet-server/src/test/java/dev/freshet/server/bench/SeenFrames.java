package dev.freshet.server.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads bytes as a connection would and writes down what it saw.
final class SeenFrames implements ServerFrames.Receiver, PushLines.Receiver {
    private final ServerFrames frames = new ServerFrames(this);
    private final List<String> seen = new ArrayList<>();

    /// What is seen when the bytes arrive in pieces that end at the given indexes.
    static List<String> in(byte[] bytes, int... ends) {
        var reader = new SeenFrames();
        int from = 0;
        for (int end : ends) {
            reader.read(bytes, from, end);
            from = end;
        }
        reader.read(bytes, from, bytes.length);
        return reader.seen;
    }

    private void read(byte[] bytes, int from, int to) {
        // A copy that is spoilt afterwards, like the loop's buffer by the next connection.
        var piece = Unpooled.copiedBuffer(bytes, from, to - from);
        frames.read(piece);
        piece.setZero(0, piece.capacity());
    }

    @Override
    public void message(ByteBuf bytes, int from, int to) {
        PushLines.scan(bytes, from, to, this);
    }

    @Override
    public void push(ByteBuf bytes, int from, int to) {
        seen.add("push " + bytes.toString(from, to - from, StandardCharsets.UTF_8));
    }

    @Override
    public void ping() {
        seen.add("ping");
    }

    @Override
    public void reply(Reply reply) {
        seen.add("reply " + reply.text());
    }

    @Override
    public void frameOfPing(ByteBuf bytes, int from, int to) {
        seen.add("ping frame " + bytes.toString(from, to - from, StandardCharsets.UTF_8));
    }

    @Override
    public void farewell(int code, String reason) {
        seen.add("closed " + code + " " + reason);
    }

    @Override
    public void nonsense(String why) {
        seen.add("nonsense");
    }
}
