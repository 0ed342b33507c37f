package dev.freshet.server.live;

import dev.freshet.server.channel.Json;
import java.util.List;

/// The four streams of Grafana's test data plugin, which its channel list always contains.
public final class SampleChannels {
    private static final Json SCHEMA =
            Json.of(
                    """
                    {"name":"testdata","fields":[\
                    {"name":"Time","type":"time","typeInfo":{"frame":"time.Time"}},\
                    {"name":"Value","type":"number","typeInfo":{"frame":"float64"}},\
                    {"name":"Min","type":"number","typeInfo":{"frame":"float64"}},\
                    {"name":"Max","type":"number","typeInfo":{"frame":"float64"}}]}\
                    """);

    /// The entries with the rates and the schema that Grafana gives them.
    public static final List<ListedChannel> ALL =
            List.of(
                    sample("random-2s-stream", 30),
                    sample("random-flakey-stream", 150),
                    sample("random-labeled-stream", 250),
                    sample("random-20Hz-stream", 1200));

    private SampleChannels() {}

    private static ListedChannel sample(String path, int minuteRate) {
        return new ListedChannel(
                "plugin/testdata/" + path, "source", minuteRate, 0, SCHEMA, -1, null, 0, 0, "");
    }
}
