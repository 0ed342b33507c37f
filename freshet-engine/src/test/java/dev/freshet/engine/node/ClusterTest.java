package dev.freshet.engine.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.cluster.ControlCommand;
import dev.freshet.engine.cluster.NodeInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterTest {
    private final Wires wires = new Wires();
    private Duration passed = Duration.ZERO;
    private final Cluster cluster = cluster();

    private Cluster cluster() {
        return new Cluster("a", wires, () -> info("a"), () -> passed.toNanos());
    }

    private static NodeInfo info(String id) {
        return new NodeInfo(id, "node " + id, "", 0, 0, 0, 0, Duration.ZERO);
    }

    private void heartbeat(String... nodes) {
        for (var node : nodes) {
            wires.say(node, new ControlCommand.Heartbeat(info(node)));
        }
    }

    private List<String> known() {
        return cluster.nodes().stream().map(NodeInfo::id).toList();
    }

    // ---- who is there

    @Test
    void aNodeSaysEveryThreeSecondsThatItIsThere() {
        cluster.tidy();
        passed = Duration.ofMillis(2999);
        cluster.tidy();
        passed = Duration.ofSeconds(3);
        cluster.tidy();

        assertThat(wires.sent).containsExactly("*: Heartbeat", "*: Heartbeat");
    }

    @Test
    void aNewNodeIsToldAtOnceWhoIsThere() {
        heartbeat("b", "b", "a");

        assertThat(wires.sent).containsExactly("b: Heartbeat");
        assertThat(known()).containsExactly("a", "b");
        assertThat(cluster.hasNode("b")).isTrue();
    }

    @Test
    void aNodeThatDiesIsForgottenAfterThreeHeartbeats() {
        heartbeat("b", "c");
        passed = Duration.ofSeconds(9);
        heartbeat("c");
        assertThat(known()).containsExactly("a", "b", "c");

        passed = passed.plusNanos(1);

        assertThat(known()).containsExactly("a", "c");
        assertThat(cluster.hasNode("b")).isFalse();
    }

    @Test
    void aNodeThatSaysGoodbyeIsForgottenAtOnce() {
        heartbeat("b");

        wires.say("b", new ControlCommand.Goodbye());

        assertThat(known()).containsExactly("a");
        cluster.close();
        assertThat(wires.sent).containsExactly("b: Heartbeat", "*: Goodbye", "closed");
    }

    /// The controller hears others before the cluster has it in its hands; that was a null pointer
    /// on their side.
    @Test
    void whatComesBeforeTheControllerIsThereIsLeftOut() {
        var early =
                new Cluster(
                        "a",
                        (node, listener) -> {
                            listener.onCommand("b", new ControlCommand.Heartbeat(info("b")));
                            return wires.create(node, listener);
                        },
                        () -> info("a"));

        assertThat(early.nodes()).hasSize(1);
        heartbeat("b");
        assertThat(early.nodes()).hasSize(2);
    }

    // ---- notifications

    @Test
    void notificationsAreForWhoListensToTheirOperation() {
        var heard = new ArrayList<String>();
        cluster.onNotify("reload", (from, data) -> heard.add(from + new String(data, UTF_8)));

        wires.say("b", new ControlCommand.Notify("reload", "!".getBytes(UTF_8)));
        wires.say("b", new ControlCommand.Notify("else", new byte[0]));

        assertThat(heard).containsExactly("b!");
    }
}
