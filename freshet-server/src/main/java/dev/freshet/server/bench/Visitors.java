package dev.freshet.server.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Churn beside a steady load: every second some connections come, subscribe to a stream and to a
/// channel that nobody had before, and leave after a while, half of them without a word.
///
/// Belongs to its dialer's loop; counts may be read by any thread.
final class Visitors {
    private static final int SECONDS_THEY_STAY = 5;

    private final LoadPlan plan;
    private final Dialer dialer;
    private final int perSecond;
    private final Queue<List<Visitor>> present = new ArrayDeque<>();
    private final AtomicLong welcomed = new AtomicLong();
    private final Endings refusals = new Endings();
    private long number;

    Visitors(LoadPlan plan, Dialer dialer, int perSecond) {
        this.plan = plan;
        this.dialer = dialer;
        this.perSecond = perSecond;
    }

    /// How many are there at a time.
    static int present(int perSecond) {
        return perSecond * (SECONDS_THEY_STAY + 1);
    }

    /// Begins; any thread. Goes on until the loop ends.
    void start() {
        dialer.loop().scheduleAtFixedRate(this::comeAndGo, 0, 1, TimeUnit.SECONDS);
    }

    private void comeAndGo() {
        if (present.size() > SECONDS_THEY_STAY) {
            leave(present.remove());
        }
        var coming = new ArrayList<Visitor>();
        for (int i = 0; i < perSecond; i++) {
            coming.add(come(number++));
        }
        present.add(coming);
    }

    private static void leave(List<Visitor> leaving) {
        for (int i = 0; i < leaving.size(); i++) {
            leaving.get(i).leave(i % 2 == 0);
        }
    }

    private Visitor come(long id) {
        var visitor =
                new Visitor(
                        this,
                        plan.subscribeName((int) (id % plan.channels())),
                        plan.subscribePrefix() + "visit-" + id);
        dialer.openSocket(visitor);
        return visitor;
    }

    void welcome() {
        welcomed.incrementAndGet();
    }

    void refused(String how) {
        refusals.count(how);
    }

    /// Visitors that got both subscriptions.
    long welcomed() {
        return welcomed.get();
    }

    /// Visitors that were refused or closed by the server, by the reason.
    Endings refusals() {
        return refusals;
    }
}
