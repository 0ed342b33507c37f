package dev.freshet.server.bench;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `freshet bench`: loads a running server and prints what it did.
///
/// Exit codes: 0 when nothing was lost, refused or closed, 1 otherwise, 2 for wrong usage.
@Command(
        name = "bench",
        subcommands = {HistoryCommand.class, RecoverCommand.class},
        mixinStandardHelpOptions = true,
        description = {
            "Load a running server and print deliveries, loss, latency, and their cost.",
            "Ends by itself; Ctrl-C prints what was measured so far. The exit code is 0 when"
                    + " nothing was lost and no connection closed."
        })
public final class BenchCommand implements Runnable {
    private static final String SEARCH =
            "Look for the highest rate without loss, from --rate on, in steps of 4 s.";

    @Spec private @Nullable CommandSpec command;

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(command).commandLine(),
                "Say what to measure: idle, fanout, channels, publish, soak, history or"
                        + " recover.");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "10,000 idle connections for 12 s: connecting and memory.")
    int idle(@Mixin BenchOptions options) {
        return measure(Scenario.IDLE, options, SingleRun::run);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "1,000 connections to one channel, 50 publications a second.")
    int fanout(
            @Option(names = "--search", description = SEARCH) boolean search,
            @Mixin BenchOptions options) {
        return measure(Scenario.FANOUT, options, singleOr(search));
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "5,000 connections to 1,000 channels, 2,000 publications a second.")
    int channels(
            @Option(names = "--search", description = SEARCH) boolean search,
            @Mixin BenchOptions options) {
        return measure(Scenario.CHANNELS, options, singleOr(search));
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "One connection, as many publications as 16 publishers get through.")
    int publish(@Mixin BenchOptions options) {
        return measure(Scenario.PUBLISH, options, SingleRun::run);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "10,000 connections, or as many as fit, to 100 streams, others coming and going:"
                        + " does the server's memory grow?"
            })
    int soak(
            @Option(
                            names = "--minutes",
                            paramLabel = "N",
                            defaultValue = "30",
                            description = "How long (${DEFAULT-VALUE}).")
                    int minutes,
            @Option(
                            names = "--churn",
                            paramLabel = "N",
                            defaultValue = "20",
                            description =
                                    "Connections, and new channels, per second (${DEFAULT-VALUE}).")
                    int churn,
            @Mixin BenchOptions options) {
        if (minutes < 1 || churn < 0) {
            throw options.target().wrong("--minutes has to be at least 1 and --churn at least 0.");
        }
        return options.exitCode(() -> keepUp(minutes, churn, options));
    }

    private static boolean keepUp(int minutes, int churn, BenchOptions options) {
        var server = ServerUnderTest.of(options);
        var standard = Scenario.SOAK.defaults().withDuration(Duration.ofMinutes(minutes));
        long room = Math.min(OwnProcess.maxConnections(), server.maxConnections());
        long most = room - options.load().publishers() - Visitors.present(churn);
        int fitting = Math.clamp(most, 1, standard.connections());
        var plan = options.load().plan(standard.withConnections(fitting));
        return new SoakRun(new BenchSession(Scenario.SOAK, server, plan, options.output()), churn)
                .run();
    }

    private static Predicate<BenchSession> singleOr(boolean search) {
        return search ? session -> new SearchRun(session).run() : SingleRun::run;
    }

    private static int measure(
            Scenario scenario, BenchOptions options, Predicate<BenchSession> run) {
        return options.exitCode(() ->
                run.test(options.session(scenario, options.load().plan(scenario.defaults()))));
    }
}
