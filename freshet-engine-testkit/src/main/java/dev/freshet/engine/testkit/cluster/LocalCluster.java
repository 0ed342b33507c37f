package dev.freshet.engine.testkit.cluster;

import dev.freshet.engine.Engine;
import dev.freshet.engine.EngineBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Several engines in one process that share publications, histories, presence and commands, for
/// tests of what happens between nodes.
///
/// ```java
/// try (var cluster = new LocalCluster(engine -> engine.onConnect(...).onSubscribe(...))) {
///     var a = cluster.start("a");
///     var b = cluster.start("b");
///     var subscriber = b.connect("ann");
///     subscriber.subscribe("news");
///     a.engine().node().publish("news", Payload.json("1"));
///     assertThat(subscriber.next()).contains("\"data\":1");
/// }
/// ```
///
/// Expiry of connections, subscriptions, histories and presence entries is by [#time], which stands
/// still until the test advances it; pings, heartbeats and timeouts take real time. One thread.
public final class LocalCluster implements AutoCloseable {
    private final UnaryOperator<EngineBuilder> options;
    private final ManualTime time = new ManualTime();
    private final Firewall firewall = new Firewall();
    private final ClusterBroker broker = new ClusterBroker(firewall, time);
    private final ClusterControl control = new ClusterControl(firewall);
    private final ClusterPresence presence = new ClusterPresence(time);
    private final List<LocalNode> nodes = new ArrayList<>();

    /// @param options what every node's engine is given: handlers, channels, limits
    public LocalCluster(UnaryOperator<EngineBuilder> options) {
        this.options = options;
    }

    /// Starts one more node. Its engine has one event loop unless the options say otherwise.
    public LocalNode start(String name) {
        var flaky = new @Nullable FlakyBroker[1];
        var engine =
                options.apply(Engine.builder().eventLoops(1))
                        .nodeId(name)
                        .nodeName(name)
                        .clock(time)
                        .presence(presence.join(name))
                        .controller(control::join)
                        .broker(listener -> {
                            var made = new FlakyBroker(broker.join(name, listener));
                            flaky[0] = made;
                            return made;
                        })
                        .build();
        var made = flaky[0];
        if (made == null) {
            throw new IllegalStateException("the options of node " + name + " replaced its broker");
        }
        var node = new LocalNode(name, engine, made);
        nodes.add(node);
        return node;
    }

    /// What loses messages between nodes.
    public Firewall firewall() {
        return firewall;
    }

    /// The time of all nodes.
    public ManualTime time() {
        return time;
    }

    /// Lets time pass and forgets what has expired by then.
    public void advance(Duration passed) {
        time.advance(passed);
        broker.tidy();
    }

    /// Ends the node without a word to the others, as when its process is killed; its clients'
    /// presence stays until it expires.
    public void kill(LocalNode node) {
        firewall.isolate(node.name());
        presence.kill(node.name());
        node.close();
    }

    @Override
    public void close() {
        nodes.forEach(LocalNode::close);
    }
}
