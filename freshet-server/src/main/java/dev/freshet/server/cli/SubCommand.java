package dev.freshet.server.cli;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `freshet sub CHANNEL…`: prints what is published.
@Command(
        name = "sub",
        description = {
            "Subscribe to channels and print each publication as a line of JSON.",
            "Runs until it is told to end, by --count or --for; connects again when the connection"
                    + " is lost."
        },
        mixinStandardHelpOptions = true)
final class SubCommand implements Callable<Integer> {
    private static final Set<String> SCOPES = Set.of("grafana", "ds", "plugin", "stream", "watch");

    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "CHANNEL",
            description =
                    "scope/namespace/path, for example stream/telegraf/cpu; your organisation is"
                            + " put in front when it is not there.")
    private List<String> channels = List.of();

    @Option(names = "--count", paramLabel = "N", description = "End after so many publications.")
    private @Nullable Integer count;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = DurationOption.class,
            description =
                    "End after this time, for example 30s; with --count, ends with 1 when fewer"
                            + " came.")
    private @Nullable Duration time;

    @Option(
            names = "--last",
            description =
                    "Print first what the server keeps for new subscribers, mostly the last frame"
                            + " with its schema; it does not count.")
    private boolean last;

    @Mixin private RemoteOptions remote = new RemoteOptions();

    @Override
    public Integer call() throws InterruptedException {
        if ((count != null && count < 1) || (time != null && time.isZero())) {
            throw remote.wrong("--count and --for have to be more than 0.");
        }
        var line = Objects.requireNonNull(spec).commandLine();
        var printer = new PublicationPrinter(line.getOut(), line.getErr(), last);
        try (var server = remote.server()) {
            var follower =
                    new Follower(
                            server,
                            withOrganisation(server.get("/api/user").path("orgId").asLong(1)),
                            printer,
                            new SplittableRandom());
            boolean allWell =
                    follower.follow(
                            count == null ? Long.MAX_VALUE : count,
                            time == null ? Duration.ofNanos(Long.MAX_VALUE) : time);
            return allWell ? 0 : 1;
        }
    }

    private Set<String> withOrganisation(long orgId) {
        var names = new LinkedHashSet<String>();
        for (var channel : channels) {
            int slash = channel.indexOf('/');
            boolean isBare = slash > 0 && SCOPES.contains(channel.substring(0, slash));
            names.add(isBare ? orgId + "/" + channel : channel);
        }
        return names;
    }
}
