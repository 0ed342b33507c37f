package dev.freshet.sources.httpjson;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// An HTTP service with entity tags: answers each path with what was put there.
final class JsonServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, Page> pages = new ConcurrentHashMap<>();

    /// What was asked, oldest first.
    final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());

    /// One request.
    record Asked(String method, String uri, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }
    }

    /// What stands at a path.
    private record Page(int status, String type, String body, String header, String value) {}

    JsonServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void json(String path, String body) {
        page(path, 200, "application/json", body, "", "");
    }

    /// JSON that is asked for again only when it has changed.
    void tagged(String path, String tag, String body) {
        page(path, 200, "application/json", body, "ETag", tag);
    }

    void modified(String path, String time, String body) {
        page(path, 200, "application/json", body, "Last-Modified", time);
    }

    void page(String path, int status, String type, String body, String header, String value) {
        pages.put(path, new Page(status, type, body, header, value));
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(
                new Asked(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().toString(),
                        Map.copyOf(exchange.getRequestHeaders()),
                        new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        var path = exchange.getRequestURI().getPath();
        if (path.equals("/slow")) {
            awaitClose();
        }
        var page = pages.getOrDefault(path, new Page(404, "text/plain", "no such page", "", ""));
        if (!page.header().isEmpty()) {
            exchange.getResponseHeaders().set(page.header(), page.value());
        }
        var known =
                page.header().equals("ETag")
                        ? exchange.getRequestHeaders().getFirst("If-None-Match")
                        : exchange.getRequestHeaders().getFirst("If-Modified-Since");
        if (page.status() == 200 && known != null && known.equals(page.value())) {
            exchange.sendResponseHeaders(304, -1);
        } else {
            var body = page.body().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", page.type());
            exchange.sendResponseHeaders(page.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
