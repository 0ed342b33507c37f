package dev.freshet.spring;

import dev.freshet.engine.Engine;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/// Up while clients are let in and every event loop answers within a second.
final class FreshetHealthIndicator extends AbstractHealthIndicator {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Engine engine;
    private final FreshetServer server;

    FreshetHealthIndicator(Engine engine, FreshetServer server) {
        super("the health of Freshet could not be found out");
        this.engine = engine;
        this.server = server;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) throws InterruptedException {
        long silent = silentLoops();
        if (!server.isRunning()) {
            health.outOfService().withDetail("reason", "no clients are let in now");
        } else if (silent > 0) {
            health.down()
                    .withDetail(
                            "reason",
                            silent
                                    + " event loops did not answer within "
                                    + PATIENCE.toSeconds()
                                    + " s; a handler may block");
        } else {
            health.up();
        }
        health.withDetail("clients", engine.connections().clients())
                .withDetail("users", engine.connections().users())
                .withDetail("channels", engine.node().hub().channelCount())
                .withDetail("nodes", engine.node().cluster().nodes().size());
    }

    private long silentLoops() throws InterruptedException {
        var loops = engine.node().hub().loops();
        var answered = new CountDownLatch(loops.size());
        loops.forEach(loop -> loop.executor().execute(answered::countDown));
        boolean all = answered.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        return all ? 0 : answered.getCount();
    }
}
