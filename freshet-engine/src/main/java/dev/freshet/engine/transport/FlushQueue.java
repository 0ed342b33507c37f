package dev.freshet.engine.transport;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;

/// The connections of one event loop that have something to write: flushed once, at the end of the
/// loop round.
public final class FlushQueue implements Runnable {
    private final EventExecutor executor;
    private List<Outbound> dirty = new ArrayList<>();
    private List<Outbound> flushing = new ArrayList<>();
    private boolean scheduled;

    public FlushQueue(EventExecutor executor) {
        this.executor = executor;
    }

    void add(Outbound outbound) {
        dirty.add(outbound);
        if (!scheduled) {
            scheduled = true;
            executor.execute(this);
        }
    }

    @Override
    public void run() {
        scheduled = false;
        var round = dirty;
        dirty = flushing;
        flushing = round;
        for (int i = 0; i < round.size(); i++) {
            flush(round.get(i));
        }
        round.clear();
    }

    /// What fails costs that connection, and the others have their turn.
    private static void flush(Outbound outbound) {
        try {
            outbound.flushRound();
        } catch (Throwable e) {
            outbound.fail(e);
        }
    }
}
