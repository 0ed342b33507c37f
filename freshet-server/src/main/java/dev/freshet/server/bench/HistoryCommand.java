package dev.freshet.server.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `freshet bench history`: what history and positions add to the cost of a fan-out.
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = {
            "The fan-out by turns to channels without and with history and positions: how much more"
                    + " CPU does a delivery cost?"
        })
final class HistoryCommand implements Callable<Integer> {
    @Option(
            names = "--kept-prefix",
            paramLabel = "TEXT",
            defaultValue = Positions.CHANNELS,
            description = "In front of the numbers of channels with history (${DEFAULT-VALUE}).")
    private String keptPrefix = "";

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Turns of each (${DEFAULT-VALUE}).")
    private int rounds;

    @Mixin private BenchOptions options = new BenchOptions();

    @Override
    public Integer call() {
        if (rounds < 1) {
            throw options.target().wrong("--rounds has to be at least 1.");
        }
        return options.exitCode(this::run);
    }

    private boolean run() {
        var plan = options.load().plan(Scenario.HISTORY.defaults());
        options.load().checkOpenFiles(2 * (plan.connections() + plan.publishers()));
        var without =
                options.session(Scenario.HISTORY, plan.on(plan.channelPrefix(), Positions.NONE));
        var with = without.with(plan.on(keptPrefix, Positions.NEEDED));
        return new HistoryRun(without, with, rounds).run();
    }
}
