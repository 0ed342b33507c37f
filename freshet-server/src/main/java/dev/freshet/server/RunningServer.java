package dev.freshet.server;

import dev.freshet.server.config.LoadedConfig;
import dev.freshet.server.config.ServerSettings;
import dev.freshet.server.demo.HostMetrics;
import dev.freshet.server.logging.Logging;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server as a process: start message, signals, and the demo's data.
public final class RunningServer {
    private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);

    private RunningServer() {}

    /// Runs until the process is told to end.
    ///
    /// @param demo adds this machine's own metrics
    /// @return the exit code
    public static int run(LoadedConfig config, PrintWriter out, boolean demo) throws Exception {
        var settings = config.settings();
        Logging.start(settings.log(), settings.paths().logs());
        config.warnings().forEach(warning -> LOG.warn("configuration: {}", warning));
        var ended = new CountDownLatch(1);
        var asked = new CountDownLatch(1);
        var server = new LiveServer(settings);
        try {
            var address = server.listen();
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> awaitEnd(asked, ended), "shutdown"));
            StartMessage.print(out, settings, address, demo);
            announceFirstAdmin(server, out, StartMessage.dataOption(settings.paths()));
            if (demo) {
                awaitWithHostMetrics(server, asked);
            } else {
                asked.await();
            }
        } catch (UncheckedIOException e) {
            printBusyPort(out, settings.server(), e);
            return 1;
        } finally {
            server.close();
            Logging.stop();
            ended.countDown();
        }
        return 0;
    }

    /// The signal's side: lets [#run] go on to close everything, and waits for it.
    private static void awaitEnd(CountDownLatch asked, CountDownLatch ended) {
        LOG.info("shutting down");
        asked.countDown();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitWithHostMetrics(LiveServer server, CountDownLatch asked)
            throws InterruptedException {
        try (var metrics = new HostMetrics(server::pushHostMetrics, InstantSource.system())) {
            metrics.start();
            asked.await();
        }
    }

    private static void announceFirstAdmin(LiveServer server, PrintWriter out, String dataOption) {
        server.makeFirstAdmin()
                .whenComplete((made, failure) -> {
                    if (failure != null) {
                        LOG.error("the first administrator could not be made", failure);
                        return;
                    }
                    made.ifPresent(admin -> {
                        admin.generatedPassword()
                                .ifPresent(password ->
                                        out.println(
                                                "First start: user \""
                                                        + admin.login()
                                                        + "\" was made with the password "
                                                        + password
                                                        + " (shown only now; change it with"
                                                        + " freshet user passwd "
                                                        + admin.login()
                                                        + dataOption
                                                        + ")"));
                        out.flush();
                    });
                });
    }

    private static void printBusyPort(
            PrintWriter out, ServerSettings server, UncheckedIOException e) {
        var cause = java.util.Objects.requireNonNull(e.getCause());
        out.println("The server cannot start: " + cause.getMessage());
        // Another busy port is named by the message alone.
        if (isInUse(cause)
                && String.valueOf(cause.getMessage()).contains(":" + server.httpPort() + ":")) {
            out.println(
                    "Something else listens on port "
                            + server.httpPort()
                            + ". Choose another one: --port "
                            + (server.httpPort() + 1));
        }
        out.flush();
    }

    private static boolean isInUse(IOException e) {
        return e.getCause() instanceof BindException
                || String.valueOf(e.getMessage()).contains("in use");
    }
}
