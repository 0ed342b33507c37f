package dev.freshet.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `freshet push STREAM [FILE]`: sends line protocol to a running server.
@Command(
        name = "push",
        description = {
            "Push line protocol from a file or the standard input to a stream.",
            "For example: echo 'cpu,host=a load=0.5' | freshet push telegraf",
            "Ends with 1 when a line was refused or left out."
        },
        mixinStandardHelpOptions = true)
final class PushCommand implements Callable<Integer> {
    private static final int BUSY = 503;
    private static final int MAX_RETRIES = 20;

    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "STREAM",
            description = "The stream's id, for example telegraf.")
    private String stream = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE",
            description = "Lines to push; without it, or with -, the standard input.")
    private @Nullable Path file;

    @Option(
            names = "--partial",
            negatable = true,
            description =
                    "Keep the good lines of a request that has bad ones, or, with --no-partial,"
                            + " none of them. Default: as the server is configured.")
    private @Nullable Boolean partial;

    @Mixin private RemoteOptions remote = new RemoteOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var report = new PushReport(out(), err());
        try (var server = remote.server();
                var in = open()) {
            var lines = new LineBodies(in);
            for (var body = lines.next(); body.isPresent(); body = lines.next()) {
                var sent = body.get();
                var answer = send(server, sent);
                if (!report.add(sent, answer)) {
                    throw server.refusal(answer);
                }
                if (report.isOver()) {
                    break;
                }
            }
        } finally {
            report.print();
        }
        return report.isComplete() ? 0 : 1;
    }

    /// Waits while the server has no room, as agents do.
    private HttpResponse<byte[]> send(RemoteServer server, LineBodies.Body body)
            throws InterruptedException {
        var answer = server.post(path(), body.bytes());
        for (int i = 0; i < MAX_RETRIES && answer.statusCode() == BUSY; i++) {
            Thread.sleep(
                    Duration.ofSeconds(answer.headers().firstValueAsLong("Retry-After").orElse(1)));
            answer = server.post(path(), body.bytes());
        }
        return answer;
    }

    private InputStream open() throws IOException {
        if (file == null || file.toString().equals("-")) {
            return System.in;
        }
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException _) {
            throw new CommandFailure("The file " + file + " does not exist; nothing was sent.");
        }
    }

    private String path() {
        var id = URLEncoder.encode(stream, StandardCharsets.UTF_8).replace("+", "%20");
        return "/api/live/push/" + id + (partial == null ? "" : "?partial=" + partial);
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    private PrintWriter err() {
        return Objects.requireNonNull(spec).commandLine().getErr();
    }
}
