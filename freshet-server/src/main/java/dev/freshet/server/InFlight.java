package dev.freshet.server;

import dev.freshet.server.http.Handler;
import dev.freshet.server.http.Route;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts the requests that handlers work on, so that a shutdown lets them finish. Any thread.
final class InFlight {
    private static final long PAUSE_MILLIS = 10;

    private final AtomicInteger requests = new AtomicInteger();

    /// The same route, counted.
    Route counted(Route route) {
        return switch (route.action()) {
            case Route.Action.Handle(var handler, var execution, boolean unpacks) ->
                    new Route(
                            route.method(),
                            route.template(),
                            route.access(),
                            route.bodyLimit(),
                            new Route.Action.Handle(counted(handler), execution, unpacks),
                            route.doc(),
                            route.crossOrigin());
            case Route.Action.Upgrade _, Route.Action.Stream _ -> route;
        };
    }

    private Handler counted(Handler handler) {
        return request -> {
            requests.incrementAndGet();
            boolean handed = false;
            try {
                var answer = handler.handle(request).toCompletableFuture();
                handed = true;
                if (!answer.isDone()) {
                    return answer.whenComplete((_, _) -> requests.decrementAndGet());
                }
                requests.decrementAndGet();
                return answer;
            } finally {
                if (!handed) {
                    requests.decrementAndGet();
                }
            }
        };
    }

    /// Waits until no request is being worked on, at most so long; false when some still are.
    boolean awaitNone(Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        while (requests.get() > 0 && System.nanoTime() < deadline) {
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return requests.get() == 0;
    }
}
