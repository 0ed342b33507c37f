package dev.freshet.server.bench;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `freshet bench`: loads a running server and prints what it did.
///
/// Exit codes: 0 when nothing was lost and no connection closed, 1 otherwise, 2 for wrong usage.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Loads a running server and prints deliveries, loss, latency, and what they cost in CPU"
                    + " and memory.",
            "Ends by itself; Ctrl-C prints what was measured so far. Exit code 0: nothing lost, no"
                    + " connection closed."
        })
public final class BenchCommand implements Runnable {
    @Spec private @Nullable CommandSpec command;

    @Override
    public void run() {
        if (command != null) {
            throw new ParameterException(
                    command.commandLine(),
                    "Say what to measure: idle, fanout, channels, publish or soak.");
        }
    }

    @Command(
            name = "idle",
            mixinStandardHelpOptions = true,
            description = "10,000 idle connections for 12 s: connecting and memory.")
    int idle(@Mixin TargetOptions target, @Mixin LoadOptions load, @Mixin OutputOptions output) {
        return once(Scenario.IDLE, target, load, output);
    }

    @Command(
            name = "fanout",
            mixinStandardHelpOptions = true,
            description = "1,000 connections to one channel, 50 publications a second.")
    int fanout(
            @Mixin TargetOptions target,
            @Mixin LoadOptions load,
            @Mixin OutputOptions output,
            @Option(names = "--search", description = SEARCH) boolean search) {
        return search
                ? search(Scenario.FANOUT, target, load, output)
                : once(Scenario.FANOUT, target, load, output);
    }

    @Command(
            name = "channels",
            mixinStandardHelpOptions = true,
            description = "5,000 connections to 1,000 channels, 2,000 publications a second.")
    int channels(
            @Mixin TargetOptions target,
            @Mixin LoadOptions load,
            @Mixin OutputOptions output,
            @Option(names = "--search", description = SEARCH) boolean search) {
        return search
                ? search(Scenario.CHANNELS, target, load, output)
                : once(Scenario.CHANNELS, target, load, output);
    }

    @Command(
            name = "publish",
            mixinStandardHelpOptions = true,
            description = "One connection, as many publications as 16 publishers get through.")
    int publish(@Mixin TargetOptions target, @Mixin LoadOptions load, @Mixin OutputOptions output) {
        return once(Scenario.PUBLISH, target, load, output);
    }

    private static final String SEARCH =
            "Begins at the rate and looks for the highest without loss, in steps of 4 s.";

    private static int once(
            Scenario scenario, TargetOptions target, LoadOptions load, OutputOptions output) {
        var run = prepare(scenario, target, load, output);
        return exitCode(run.once());
    }

    private static int search(
            Scenario scenario, TargetOptions target, LoadOptions load, OutputOptions output) {
        var run = prepare(scenario, target, load, output);
        return exitCode(run.search());
    }

    private static BenchRun prepare(
            Scenario scenario, TargetOptions target, LoadOptions load, OutputOptions output) {
        var server = target.target();
        var plan = load.plan(scenario);
        return new BenchRun(
                scenario, server, plan, output, BenchRun.find(server, load.pid(), output));
    }

    private static int exitCode(boolean clean) {
        return clean ? 0 : 1;
    }
}
