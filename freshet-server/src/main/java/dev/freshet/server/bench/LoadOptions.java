package dev.freshet.server.bench;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options that say how much; what is not given the scenario decides.
final class LoadOptions {
    private static final Duration SETTLE = Duration.ofSeconds(1);
    private static final Duration DRAIN = Duration.ofSeconds(10);

    /// How many publications are under way at once, through which channel.
    enum Via {
        HTTP,
        SOCKET
    }

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--connections", paramLabel = "N", description = "Subscribing connections.")
    private @Nullable Integer connections;

    @Option(
            names = "--channels",
            paramLabel = "N",
            description = "Channels; connection i subscribes to channel i modulo N.")
    private @Nullable Integer channels;

    @Option(
            names = "--rate",
            paramLabel = "R",
            description =
                    "Publications per second in all; 0 for none, -1 for as many as are taken.")
    private @Nullable Double rate;

    @Option(
            names = "--payload",
            paramLabel = "BYTES",
            defaultValue = "512",
            description = "Bytes of data per publication (${DEFAULT-VALUE}).")
    private int payload;

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "Publishing before the measured time, for example 2s.")
    private @Nullable Duration warmUp;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "The measured time, for example 10s.")
    private @Nullable Duration duration;

    @Option(
            names = "--publishers",
            paramLabel = "N",
            defaultValue = "16",
            description = "Publishing connections (${DEFAULT-VALUE}).")
    private int publishers;

    @Option(
            names = "--publish-via",
            paramLabel = "WAY",
            defaultValue = "http",
            description =
                    "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}): HTTP API or publish command.")
    private Via via = Via.HTTP;

    @Option(
            names = "--channel-prefix",
            paramLabel = "TEXT",
            defaultValue = "stream/bench/",
            description = "What the channels' numbers are appended to (${DEFAULT-VALUE}).")
    private String channelPrefix = "";

    @Option(
            names = "--organisation",
            paramLabel = "N",
            defaultValue = "1",
            description = {
                "The organisation in front of channels in subscriptions (${DEFAULT-VALUE});",
                "0 for none, for servers that know none."
            })
    private int organisation;

    @Option(
            names = "--connecting",
            paramLabel = "N",
            defaultValue = "128",
            description = "Connections that are set up at a time (${DEFAULT-VALUE}).")
    private int connecting;

    @Option(
            names = "--loops",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads that receive (${DEFAULT-VALUE}).")
    private int loops;

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "11",
            description = "Looks into one push of N for its latency (${DEFAULT-VALUE}).")
    private int sampleEvery;

    @Option(
            names = "--pid",
            paramLabel = "PID",
            description = {
                "The server's process, for its CPU and memory;",
                "found by its port when it is this user's on this machine."
            })
    private @Nullable Long pid;

    @Nullable Long pid() {
        return pid;
    }

    boolean overSocket() {
        return via == Via.SOCKET;
    }

    /// Fills what was not given from the scenario.
    ///
    /// @throws ParameterException when a number is impossible
    LoadPlan plan(Scenario scenario) {
        return plan(scenario, scenario.connections());
    }

    /// The same with another default number of connections.
    LoadPlan plan(Scenario scenario, int defaultConnections) {
        int wanted = orElse(connections, defaultConnections);
        check("--connections", wanted, n -> n >= 1, "at least 1");
        int streams = orElse(channels, Math.min(scenario.channels(), wanted));
        check("--channels", streams, n -> n >= 1, "at least 1");
        check("--payload", payload, n -> n >= 0 && n <= 8 << 20, "0 to 8388608");
        check("--publishers", publishers, n -> n >= 1 && n <= 1000, "1 to 1000");
        check("--connecting", connecting, n -> n >= 1, "at least 1");
        check("--loops", loops, n -> n >= 1 && n <= 64, "1 to 64");
        check("--sample", sampleEvery, n -> n >= 1, "at least 1");
        check("--organisation", organisation, n -> n >= 0, "at least 0");
        checkOpenFiles(wanted + publishers);
        return new LoadPlan(
                wanted,
                streams,
                (organisation == 0 ? "" : organisation + "/") + channelPrefix,
                channelPrefix,
                rate == null ? scenario.rate() : rate,
                payload,
                SETTLE,
                Objects.requireNonNullElse(warmUp, scenario.warmUp()),
                Objects.requireNonNullElse(duration, scenario.duration()),
                DRAIN,
                publishers,
                overSocket(),
                connecting,
                loops,
                sampleEvery);
    }

    private static int orElse(@Nullable Integer given, int otherwise) {
        return given == null ? otherwise : given;
    }

    private void checkOpenFiles(int sockets) {
        long most = OwnProcess.maxConnections();
        if (sockets > most) {
            throw wrong(
                    sockets
                            + " connections do not fit this process, whose limit of open files"
                            + " leaves room for "
                            + most
                            + "; raise it with ulimit -n or ask for fewer.");
        }
    }

    private void check(String option, int value, Predicate<Integer> fits, String range) {
        if (!fits.test(value)) {
            throw wrong(option + " is " + value + "; it has to be " + range + ".");
        }
    }

    /// An option's value cannot be used.
    ParameterException wrong(String message) {
        if (command == null) {
            throw new IllegalStateException("the options were not read by a command");
        }
        return new ParameterException(command.commandLine(), message);
    }
}
