package dev.freshet.engine.testkit.cluster;

import dev.freshet.engine.Engine;
import dev.freshet.engine.testkit.TestClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/// One node of a [LocalCluster], listening on a port of this machine.
public final class LocalNode implements AutoCloseable {
    private static final String PATH = "/connection/websocket";

    private final String name;
    private final Engine engine;
    private final FlakyBroker broker;
    private final URI uri;

    LocalNode(String name, Engine engine, FlakyBroker broker) {
        this.name = name;
        this.engine = engine;
        this.broker = broker;
        var address =
                engine.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), PATH);
        this.uri =
                URI.create(
                        "ws://"
                                + address.getAddress().getHostAddress()
                                + ":"
                                + address.getPort()
                                + PATH);
    }

    /// Its name, which is also its id among the nodes.
    public String name() {
        return name;
    }

    /// The engine itself.
    public Engine engine() {
        return engine;
    }

    /// What this node reaches the others through, to make it fail.
    public FlakyBroker broker() {
        return broker;
    }

    /// Where its clients connect.
    public URI uri() {
        return uri;
    }

    /// A client that is connected to this node, with this text as its token.
    public TestClient connect(String token) {
        var client = TestClient.open(uri);
        client.command("\"connect\":{\"token\":\"" + token + "\"}");
        return client;
    }

    /// Stops the node in an orderly way: it says goodbye.
    @Override
    public void close() {
        engine.close();
    }
}
