package dev.freshet.sources.loki;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;

import dev.freshet.sources.upstream.Intervals;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Answers as Loki's published API says, over HTTP and WebSocket: no server of it is to be had for
/// tests. Of LogQL it knows selectors with `=` and `count_over_time`.
final class LokiStandIn implements AutoCloseable {
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
    private static final Pattern COUNT =
            Pattern.compile("count_over_time\\((\\{.*\\})\\s*\\[(\\w+)\\]\\)");
    private static final int MOST_LINES = 5_000;

    private final ServerSocket server;
    private final Set<LokiConnection> connections = ConcurrentHashMap.newKeySet();
    private final List<LokiConnection.Request> requests = new CopyOnWriteArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Map<LokiConnection, String> tails = new LinkedHashMap<>();
    private final List<Integer> closeCodes = new CopyOnWriteArrayList<>();
    private final List<Entry> dropped = new ArrayList<>();

    private volatile @Nullable String answer;
    private volatile int status = 200;
    private volatile int tailStatus = 101;
    private volatile boolean isSilent;
    private volatile boolean isDeaf;
    private volatile boolean isDropping;
    private volatile String tenant = "";

    /// One line as it was pushed.
    record Entry(Map<String, String> labels, long time, String line, Map<String, String> metadata) {
        List<Object> value() {
            return metadata.isEmpty()
                    ? List.of(String.valueOf(time), line)
                    : List.of(String.valueOf(time), line, metadata);
        }
    }

    LokiStandIn() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /// From now on every request gets this answer.
    void answer(int newStatus, String body) {
        status = newStatus;
        answer = body;
    }

    /// From now on an upgrade is answered with this status; 101 does as asked.
    void tailStatus(int newStatus) {
        tailStatus = newStatus;
    }

    /// From now on no request is answered.
    void beSilent() {
        isSilent = true;
    }

    /// Whether connections are left to themselves, neither read nor written.
    void beDeaf(boolean deaf) {
        isDeaf = deaf;
    }

    /// Whether tails are told that lines were dropped instead of the lines.
    void drop(boolean dropping) {
        isDropping = dropping;
    }

    /// From now on requests need this tenant.
    void requireTenant(String name) {
        tenant = name;
    }

    List<LokiConnection.Request> requests() {
        return requests;
    }

    /// How many connections want to be told new lines.
    synchronized int tails() {
        return tails.size();
    }

    /// The codes with which clients closed tails.
    List<Integer> closeCodes() {
        return closeCodes;
    }

    void push(String app, long time, String line) {
        push(new Entry(Map.of("app", app), time, line, Map.of()));
    }

    /// Stores a line and tells it.
    synchronized void push(Entry entry) {
        entries.add(entry);
        entries.sort(Comparator.comparingLong(Entry::time));
        if (isDropping) {
            dropped.add(entry);
            return;
        }
        for (var tail : List.copyOf(tails.keySet())) {
            if (matches(entry, tails.getOrDefault(tail, ""))) {
                tell(tail, message(List.of(entry)));
            }
        }
        dropped.clear();
    }

    /// Sends every tail this text.
    synchronized void tell(String message) {
        List.copyOf(tails.keySet()).forEach(tail -> tell(tail, message));
    }

    private static void tell(LokiConnection tail, String message) {
        try {
            tail.send(1, message.getBytes(UTF_8));
        } catch (IOException e) {
            tail.close();
        }
    }

    /// Ends every tail with a close frame.
    synchronized void closeTails(int code) {
        for (var tail : tails.keySet()) {
            try {
                tail.send(8, ByteBuffer.allocate(2).putShort((short) code).array());
            } catch (IOException e) {
                // it is gone already
            }
            tail.close();
        }
        tails.clear();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try {
            var connection = new LokiConnection(socket);
            connections.add(connection);
            var request = connection.read();
            requests.add(request);
            if (request.path().equals("/loki/api/v1/tail") && tailStatus == 101) {
                tail(connection, request);
            } else if (!isSilent) {
                respond(connection, request);
                connection.close();
            }
        } catch (IOException e) {
            // the client is gone
        }
    }

    private void respond(LokiConnection connection, LokiConnection.Request request)
            throws IOException {
        var told = answer;
        var parameters = request.parameters();
        var query = parameters.getOrDefault("query", "");
        if (told != null) {
            connection.answer(status, told);
        } else if (!tenant.isEmpty() && !tenant.equals(request.header().get("x-scope-orgid"))) {
            connection.answer(401, "no org id\n");
        } else if (query.contains("bad")) {
            connection.answer(
                    400, "parse error at line 1, col 1: syntax error: unexpected IDENTIFIER\n");
        } else {
            switch (request.path()) {
                case "/loki/api/v1/query_range" -> range(connection, query, parameters);
                case "/loki/api/v1/query" ->
                        connection.answer(200, numbers(query, time(parameters, "time"), null, 1));
                case "/loki/api/v1/labels" ->
                        connection.answer(
                                200, "{\"status\":\"success\",\"data\":[\"app\",\"job\"]}");
                case "/loki/api/v1/status/buildinfo" ->
                        connection.answer(200, "{\"version\":\"3.1.0\",\"revision\":\"x\"}");
                case "/loki/api/v1/tail" -> connection.answer(tailStatus, "no tail here\n");
                default -> connection.answer(404, "404 page not found\n");
            }
        }
    }

    private static long time(Map<String, String> parameters, String name) {
        return Long.parseLong(parameters.getOrDefault(name, "0"));
    }

    private void range(LokiConnection connection, String query, Map<String, String> parameters)
            throws IOException {
        long start = time(parameters, "start");
        long end = time(parameters, "end");
        if (!query.startsWith("{")) {
            long step =
                    Intervals.parse(parameters.getOrDefault("step", "")).orElseThrow().toNanos();
            connection.answer(200, numbers(query, start, end, step));
            return;
        }
        int limit = (int) time(parameters, "limit");
        if (limit > MOST_LINES) {
            connection.answer(
                    400,
                    "max entries limit per query exceeded, limit > max_entries_limit_per_query"
                            + " (%d > %d)".formatted(limit, MOST_LINES));
            return;
        }
        var found = found(query, start, end);
        if (parameters.getOrDefault("direction", "backward").equals("backward")) {
            found = found.reversed();
        }
        connection.answer(
                200,
                JsonMapper.shared()
                        .writeValueAsString(
                                Map.of(
                                        "status",
                                        "success",
                                        "data",
                                        Map.of(
                                                "resultType",
                                                "streams",
                                                "result",
                                                streams(found.stream().limit(limit).toList())))));
    }

    private synchronized List<Entry> found(String query, long start, long end) {
        return entries.stream()
                .filter(each -> each.time() >= start && each.time() < end && matches(each, query))
                .toList();
    }

    private static boolean matches(Entry entry, String query) {
        return LABEL.matcher(query)
                .results()
                .allMatch(label -> label.group(2).equals(entry.labels().get(label.group(1))));
    }

    private static List<Object> streams(List<Entry> all) {
        var streams = new ArrayList<Object>();
        all.stream()
                .collect(
                        groupingBy(
                                Entry::labels,
                                LinkedHashMap::new,
                                java.util.stream.Collectors.toList()))
                .forEach((labels, own) ->
                        streams.add(
                                Map.of(
                                        "stream",
                                        labels,
                                        "values",
                                        own.stream().map(Entry::value).toList())));
        return streams;
    }

    /// @param end null for the value at the start alone, as a vector
    private String numbers(String query, long start, @Nullable Long end, long step) {
        var count = COUNT.matcher(query);
        if (!count.find()) {
            return "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1,\"2\"]}}";
        }
        long window = Intervals.parse(count.group(2)).orElseThrow().toNanos();
        Map<Map<String, String>, List<Object>> series =
                new TreeMap<>(Comparator.comparing(Map::toString));
        for (long time = start; time <= (end == null ? start : end); time += step) {
            var seconds = time / 1e9;
            found(count.group(1), time - window + 1, time + 1).stream()
                    .collect(groupingBy(Entry::labels))
                    .forEach((labels, own) ->
                            series.computeIfAbsent(labels, _ -> new ArrayList<>())
                                    .add(List.of(seconds, String.valueOf(own.size()))));
        }
        var result = new ArrayList<Object>();
        series.forEach((labels, values) ->
                result.add(
                        end == null
                                ? Map.of("metric", labels, "value", values.getFirst())
                                : Map.of("metric", labels, "values", values)));
        return JsonMapper.shared()
                .writeValueAsString(
                        Map.of(
                                "status",
                                "success",
                                "data",
                                Map.of(
                                        "resultType",
                                        end == null ? "vector" : "matrix",
                                        "result",
                                        result)));
    }

    private void tail(LokiConnection connection, LokiConnection.Request request)
            throws IOException {
        var query = request.parameters().getOrDefault("query", "");
        connection.upgrade(request);
        if (isDeaf) {
            return;
        }
        synchronized (this) {
            var earlier =
                    found(query, time(request.parameters(), "start"), Long.MAX_VALUE).stream()
                            .limit(time(request.parameters(), "limit"))
                            .toList();
            if (!earlier.isEmpty()) {
                tell(connection, message(earlier));
            }
            tails.put(connection, query);
        }
        try {
            listen(connection);
        } finally {
            synchronized (this) {
                tails.remove(connection);
            }
            connection.close();
        }
    }

    private void listen(LokiConnection connection) throws IOException {
        while (true) {
            var frame = connection.receive();
            if (frame.opcode() == 9) {
                connection.send(10, frame.payload().array());
            } else if (frame.opcode() == 8) {
                closeCodes.add(frame.closeCode());
                return;
            }
        }
    }

    private synchronized String message(List<Entry> all) {
        var lost =
                dropped.stream()
                        .map(each ->
                                Map.of(
                                        "labels",
                                        each.labels(),
                                        "timestamp",
                                        String.valueOf(each.time())))
                        .toList();
        var message = new LinkedHashMap<String, Object>();
        message.put("streams", streams(all));
        if (!lost.isEmpty()) {
            message.put("dropped_entries", lost);
        }
        return JsonMapper.shared().writeValueAsString(message);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        connections.forEach(LokiConnection::close);
    }
}
