package dev.freshet.server.bench;

import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options that say how much; what is not given the scenario decides.
final class LoadOptions {
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final int MAX_CHANNELS = 10_000_000;
    private static final int MAX_PAYLOAD = 8 * 1024 * 1024;

    /// Which way publications go.
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
            description = "Bytes of data per publication.")
    private @Nullable Integer payload;

    @Option(
            names = "--settle",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = DurationOption.class,
            description = "Pause between connecting and publishing (${DEFAULT-VALUE}).")
    private Duration settle = Duration.ZERO;

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
            description = "What the channels' numbers are appended to, for example stream/bench/.")
    private @Nullable String channelPrefix;

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

    int publishers() {
        return publishers;
    }

    /// Fills what was not given from the defaults.
    ///
    /// @throws ParameterException when a number is impossible
    LoadPlan plan(LoadDefaults defaults) {
        int wanted = orElse(connections, defaults.connections());
        int streams = orElse(channels, Math.min(defaults.channels(), wanted));
        check("--connections", wanted, n -> n >= 1, "at least 1");
        check("--channels", streams, n -> n >= 1 && n <= MAX_CHANNELS, "1 to " + MAX_CHANNELS);
        int bytes = orElse(payload, defaults.payload());
        check("--payload", bytes, n -> n >= 0 && n <= MAX_PAYLOAD, "0 to " + MAX_PAYLOAD);
        check("--publishers", publishers, n -> n >= 1 && n <= 1000, "1 to 1000");
        check("--connecting", connecting, n -> n >= 1, "at least 1");
        check("--loops", loops, n -> n >= 1 && n <= 64, "1 to 64");
        check("--sample", sampleEvery, n -> n >= 1, "at least 1");
        check("--organisation", organisation, n -> n >= 0, "at least 0");
        checkOpenFiles(wanted + publishers);
        return new LoadPlan(
                wanted,
                streams,
                organisation == 0 ? "" : organisation + "/",
                channelPrefix == null ? defaults.channelPrefix() : channelPrefix,
                Positions.EITHER,
                rate == null ? defaults.rate() : rate,
                bytes,
                settle,
                warmUp == null ? defaults.warmUp() : warmUp,
                duration == null ? defaults.duration() : duration,
                DRAIN,
                publishers,
                via == Via.SOCKET,
                connecting,
                loops,
                sampleEvery);
    }

    private static int orElse(@Nullable Integer given, int otherwise) {
        return given == null ? otherwise : given;
    }

    /// @throws ParameterException when this process may not open so many
    void checkOpenFiles(int sockets) {
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

    private ParameterException wrong(String message) {
        if (command == null) {
            throw new IllegalStateException("the options were not read by a command");
        }
        return new ParameterException(command.commandLine(), message);
    }
}
