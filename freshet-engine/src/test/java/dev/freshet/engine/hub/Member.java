package dev.freshet.engine.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.engine.protocol.ChannelMessage;
import java.util.ArrayList;
import java.util.List;

/// A subscriber that notes what it gets.
class Member implements Subscriber {
    final List<String> lines = new ArrayList<>();
    int batches;
    int refused;
    Runnable onDeliver = () -> {};
    final List<Throwable> failures = new ArrayList<>();
    private int slot = -1;

    @Override
    public void deliver(Batch batch) {
        var text = batch.bytes().toString(UTF_8);
        batch.bytes().release();
        batches++;
        lines.addAll(text.lines().toList());
        onDeliver.run();
    }

    @Override
    public void failed(Throwable failure) {
        failures.add(failure);
    }

    @Override
    public void cannotTake(ChannelMessage message) {
        refused++;
    }

    @Override
    public int slot() {
        return slot;
    }

    @Override
    public void slot(int newSlot) {
        slot = newSlot;
    }
}
