package dev.freshet.server.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `freshet bench recover`: what it costs when everybody comes back at once.
@Command(
        name = "recover",
        mixinStandardHelpOptions = true,
        description = {
            "10,000 clients come back at once, each 100 publications behind, while others are"
                    + " published to."
        })
final class RecoverCommand implements Callable<Integer> {
    @Option(
            names = "--missed",
            paramLabel = "N",
            defaultValue = "100",
            description = "Publications that each client missed (${DEFAULT-VALUE}).")
    private int missed;

    @Option(
            names = "--live",
            paramLabel = "N",
            defaultValue = "100",
            description = "Others, who stayed and are published to (${DEFAULT-VALUE}).")
    private int live;

    @Mixin private BenchOptions options = new BenchOptions();

    @Override
    public Integer call() {
        if (missed < 1 || live < 1) {
            throw options.target().wrong("--missed and --live have to be at least 1.");
        }
        return options.exitCode(this::run);
    }

    private boolean run() {
        var plan = options.load().plan(Scenario.RECOVER.defaults());
        if (plan.rate() <= 0) {
            throw options.target().wrong("--rate has to be above 0: others are published to.");
        }
        options.load().checkOpenFiles(plan.connections() + live + 2 * plan.publishers());
        var staying = plan.on(live, 1, plan.channelPrefix() + "live-", Positions.EITHER);
        return new RecoverRun(options.session(Scenario.RECOVER, plan), staying, missed).run();
    }
}
