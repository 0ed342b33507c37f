package dev.freshet.sources.loki;

import dev.freshet.source.SourceException;
import dev.freshet.source.StreamSender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Follows a log from where it was left: by a [Tail], or by asking again and again where there is
/// none. For the thread that runs the stream.
final class LogFollower {
    private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);

    /// Loki takes lines from the near future.
    private static final Duration AHEAD = Duration.ofMinutes(10);

    /// How many earlier lines a tail begins with; what is missed then is asked for.
    private static final int TAIL_LIMIT = 1_000;

    private static final long BETWEEN_WARNINGS_NANOS = Duration.ofMinutes(1).toNanos();

    private final LokiApi api;
    private final String expression;
    private final Duration interval;
    private final Seen seen;
    private final StreamSender sender;
    private long droppedLines;
    private long nextWarning = System.nanoTime();

    /// @param interval between two requests, or two attempts to connect
    LogFollower(LokiApi api, String expression, Duration interval, Seen seen, StreamSender sender) {
        this.api = api;
        this.expression = expression;
        this.interval = interval;
        this.seen = seen;
        this.sender = sender;
    }

    /// Sends new lines until interrupted.
    void follow() throws SourceException, InterruptedException {
        catchUp();
        sender.failing("");
        while (true) {
            long begun = System.nanoTime();
            try (var tail = Tail.open(api, api.tail(expression, seen.latest(), TAIL_LIMIT))) {
                catchUp(); // what a tail says of the past is not complete
                follow(tail);
            } catch (TailRefused e) {
                tell(e);
                ask();
            }
            Thread.sleep(
                    interval.minusNanos(Math.min(interval.toNanos(), System.nanoTime() - begun)));
            catchUp();
        }
    }

    private void follow(Tail tail) throws SourceException, InterruptedException {
        for (var message = tail.next(); message.isPresent(); message = tail.next()) {
            show(Lines.of(message.get().path("streams"), api));
            var dropped = message.get().path("dropped_entries");
            if (!dropped.isEmpty()) {
                recover(dropped);
            }
        }
    }

    /// Loki drops lines of a tail that does not read fast enough; it still has them.
    private void recover(JsonNode dropped) throws SourceException, InterruptedException {
        droppedLines += dropped.size();
        if (System.nanoTime() - nextWarning >= 0) {
            LOG.warn(
                    "Data source \"{}\" left out {} lines, because they came faster than they were"
                            + " read; they are asked for. Narrow the query if that stays.",
                    api.dataSource(),
                    droppedLines);
            droppedLines = 0;
            nextWarning = System.nanoTime() + BETWEEN_WARNINGS_NANOS;
        }
        long start = seen.start();
        for (var each : dropped) {
            var time = each.path("timestamp").asString("");
            if (time.matches("\\d{1,18}") || time.matches("[1-8]\\d{18}")) {
                start = Math.min(start, Math.max(seen.oldest(), Long.parseLong(time)));
            }
        }
        ask(start);
    }

    private void tell(TailRefused refused) {
        if (api.tellsPolling()) {
            LOG.info(
                    "Data source \"{}\" does not tell new lines by itself ({}); it is asked every"
                            + " {} ms instead.",
                    api.dataSource(),
                    refused.getMessage(),
                    interval.toMillis());
        }
    }

    private void ask() throws SourceException, InterruptedException {
        while (true) {
            catchUp();
            Thread.sleep(interval);
        }
    }

    private void catchUp() throws SourceException, InterruptedException {
        ask(seen.start());
    }

    private void ask(long start) throws SourceException, InterruptedException {
        var now = api.context().clock().instant();
        new LinePages(api, expression).read(start, Nanos.of(now.plus(AHEAD)), this::show);
        seen.asked(Nanos.of(now));
    }

    private void show(List<Line> lines) {
        var fresh = new ArrayList<Line>();
        int late = 0;
        for (var line : lines) {
            switch (seen.add(line)) {
                case NEW -> fresh.add(line);
                case LATE -> late++;
                case REPEATED -> {}
            }
        }
        api.context().costs().got(lines.size(), lines.size() - fresh.size() - late, late);
        if (!fresh.isEmpty()) {
            sender.send(Lines.frame(fresh));
        }
    }
}
