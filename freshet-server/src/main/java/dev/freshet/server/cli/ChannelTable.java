package dev.freshet.server.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import tools.jackson.databind.JsonNode;

/// The channels of a server for people: one per line, and below them why those that ought to move
/// do not.
record ChannelTable(JsonNode channels) {
    private static final int LONGEST_FIELDS = 60;

    void print(PrintWriter out) {
        if (channels.isEmpty()) {
            out.println(
                    "No channel moves yet. Push to one: echo 'cpu load=0.5' | freshet push demo");
            out.flush();
            return;
        }
        var rows = new Columns("CHANNEL", "KIND", "RATE", "SUBSCRIBERS", "LAST MESSAGE", "FIELDS");
        var troubles = new Columns("CHANNEL", "WHY NOTHING ARRIVES");
        boolean troubled = false;
        for (var channel : channels) {
            addRow(rows, channel);
            var why = channel.path("why").asString("");
            if (!why.isEmpty()) {
                troubled = true;
                troubles.add(channel.path("channel").asString(""), why);
            }
        }
        rows.print(out);
        if (troubled) {
            out.println();
            troubles.print(out);
        }
    }

    private static void addRow(Columns rows, JsonNode channel) {
        rows.add(
                channel.path("channel").asString(""),
                channel.path("kind").asString(""),
                channel.path("minute_rate").asInt(0) + "/min",
                channel.path("subscribers").asString("0"),
                age(channel.path("lastMessageAgeMs").asLong(-1)),
                fields(channel.path("data").path("schema").path("fields")));
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
}
