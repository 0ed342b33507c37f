package dev.freshet.server.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `freshet channels`: what moves on a running server.
@Command(
        name = "channels",
        description = "List the channels of a running server.",
        mixinStandardHelpOptions = true)
final class ChannelsCommand implements Callable<Integer> {
    private static final int LONGEST_FIELDS = 60;

    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Print what the server answers, for programs.")
    private boolean asJson;

    @Mixin private RemoteOptions remote = new RemoteOptions();

    @Override
    public Integer call() {
        try (var server = remote.server()) {
            var list = server.get("/api/live/list");
            if (asJson) {
                out().println(list);
                out().flush();
            } else {
                printTable(list.path("channels"));
            }
        }
        return 0;
    }

    private void printTable(JsonNode channels) {
        if (channels.isEmpty()) {
            out().println(
                            "No channel moves yet. Push to one: echo 'cpu load=0.5' | freshet push"
                                    + " demo");
            out().flush();
            return;
        }
        var rows = new Columns("CHANNEL", "KIND", "RATE", "SUBSCRIBERS", "LAST MESSAGE", "FIELDS");
        for (var channel : channels) {
            rows.add(
                    channel.path("channel").asString(""),
                    channel.path("kind").asString(""),
                    channel.path("minute_rate").asInt(0) + "/min",
                    channel.path("subscribers").asString("0"),
                    age(channel.path("lastMessageAgeMs").asLong(-1)),
                    fields(channel.path("data").path("schema").path("fields")));
        }
        rows.print(out());
    }

    private static String fields(JsonNode fields) {
        var names = new ArrayList<String>();
        fields.forEach(field -> names.add(field.path("name").asString("")));
        var all = String.join(" ", names);
        return all.length() <= LONGEST_FIELDS
                ? all
                : all.substring(0, LONGEST_FIELDS) + "… (" + names.size() + ")";
    }

    private static String age(long millis) {
        if (millis < 0) {
            return "never";
        }
        var age = Duration.ofMillis(millis);
        if (age.toMinutes() == 0) {
            return "%d.%d s ago".formatted(age.toSeconds(), millis % 1000 / 100);
        }
        return age.toHours() == 0 ? age.toMinutes() + " min ago" : age.toHours() + " h ago";
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }
}
