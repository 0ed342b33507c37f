package dev.freshet.plugins;

import dev.freshet.source.Frame;
import dev.freshet.source.RawJson;
import dev.freshet.source.StreamSender;
import java.util.ArrayList;
import java.util.List;

/// Keeps what a stream sends.
final class Packets implements StreamSender {
    private final List<String> texts = new ArrayList<>();

    @Override
    public void send(Frame frame) {
        throw new AssertionError("plugins send JSON");
    }

    @Override
    public synchronized void send(RawJson packet) {
        texts.add(packet.toString());
    }

    synchronized List<String> texts() {
        return List.copyOf(texts);
    }
}
