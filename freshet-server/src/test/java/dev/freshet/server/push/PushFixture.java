package dev.freshet.server.push;

import dev.freshet.server.auth.AuthKind;
import dev.freshet.server.auth.Role;
import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.channel.Patience;
import dev.freshet.server.config.PushSettings;
import dev.freshet.server.http.Request;
import dev.freshet.server.http.Response;
import dev.freshet.server.http.Route;
import dev.freshet.server.managedstream.ManagedStreams;
import dev.freshet.server.managedstream.StreamLimits;
import dev.freshet.server.managedstream.StreamPublisher;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;

/// Everything of a push but HTTP and the engine.
final class PushFixture implements StreamPublisher, AutoCloseable {
    static final SignedInUser EDITOR =
            new SignedInUser(
                    1, "u1", "ada", "Ada", 1, Role.EDITOR, Set.of("live:push"), AuthKind.TOKEN);

    final List<String> published = new ArrayList<>();
    private final Consumer<String> listener;
    final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    final InstantSource clock = () -> Instant.ofEpochSecond(1_700_000_000);
    final PushCounters counters = new PushCounters();
    final ManagedStreams streams = new ManagedStreams(this, StreamLimits.defaults(), clock);
    final LinePush push =
            new LinePush(
                    new FramesFromLines(),
                    streams,
                    new Patience(timer, Duration.ofMillis(30), Duration.ofMillis(10)),
                    clock,
                    counters);
    final PushLog log = new PushLog(clock);
    final PushSettings settings = new PushSettings(false, 1 << 20);
    volatile boolean full;

    PushFixture() {
        this(_ -> {});
    }

    /// Tells `listener` of each publication, on the pushing thread.
    PushFixture(Consumer<String> listener) {
        this.listener = listener;
    }

    @Override
    public boolean hasRoom(String canonicalChannel) {
        return !full;
    }

    @Override
    public void publish(String canonicalChannel, byte[] json, long number) {
        var publication = canonicalChannel + " " + new String(json, StandardCharsets.UTF_8);
        published.add(publication);
        listener.accept(publication);
    }

    /// Calls the handler of a route.
    Response call(
            List<Route> routes,
            String method,
            String template,
            Map<String, String> path,
            Map<String, String> query,
            String body) {
        return call(routes, method, template, path, query, Map.of(), body);
    }

    Response call(
            List<Route> routes,
            String method,
            String template,
            Map<String, String> path,
            Map<String, String> query,
            Map<String, String> headers,
            String body) {
        var request =
                new Request(
                        method,
                        template,
                        new HashMap<>(path),
                        query::get,
                        headers::get,
                        new InetSocketAddress(1),
                        EDITOR,
                        body.getBytes(StandardCharsets.UTF_8));
        for (var route : routes) {
            if (route.method().equals(method)
                    && route.template().equals(template)
                    && route.action() instanceof Route.Action.Handle handle) {
                return handle.handler().handle(request).toCompletableFuture().join();
            }
        }
        throw new AssertionError("no route " + method + " " + template);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
