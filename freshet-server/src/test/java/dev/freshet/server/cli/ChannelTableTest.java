package dev.freshet.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ChannelTableTest {
    /// The table showed a subscribed channel that never moved, and left out what the server knew.
    @Test
    void theReasonWhyNothingArrivesStandsBelowTheTable() {
        var said =
                printed(
                        """
                        [{"channel":"ds/orders/load","kind":"source","minute_rate":0,"subscribers":1,
                          "why":"Data source \\"Orders\\" cannot be reached."},
                         {"channel":"stream/a/b","kind":"managed","minute_rate":6,"subscribers":2}]
                        """);

        assertThat(said)
                .containsPattern("ds/orders/load +source +0/min +1 +never")
                .endsWith(
                        """

                        CHANNEL         WHY NOTHING ARRIVES
                        ds/orders/load  Data source "Orders" cannot be reached.
                        """);
    }

    @Test
    void whereAllMovesThereIsNothingBelowIt() {
        assertThat(printed("[{\"channel\":\"stream/a/b\"}]"))
                .startsWith("CHANNEL ")
                .doesNotContain("WHY");
    }

    private static String printed(String channels) {
        var out = new StringWriter();
        new ChannelTable(JsonMapper.shared().readTree(channels)).print(new PrintWriter(out));
        return out.toString();
    }
}
