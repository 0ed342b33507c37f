package dev.freshet.sources.elasticsearch;

import java.io.IOException;
import org.codelibs.opensearch.runner.OpenSearchRunner;
import org.opensearch.http.HttpServerTransport;

/// A program that is an OpenSearch of one node: prints its port, and ends with its input.
final class OpenSearchNode {
    private OpenSearchNode() {}

    public static void main(String[] arguments) throws IOException {
        var runner = new OpenSearchRunner();
        runner.onBuild((number, settings) -> {
            settings.put("http.port", "0");
            settings.put("network.host", "127.0.0.1");
            settings.put("discovery.type", "single-node");
        });
        runner.build(
                OpenSearchRunner.newConfigs()
                        .basePath(arguments[0])
                        .numOfNode(1)
                        .clusterName("freshet-test")
                        .disableESLogger());
        var transport = runner.getInstance(HttpServerTransport.class);
        System.out.println(
                "listening on port " + transport.boundAddress().publishAddress().getPort());
        while (System.in.read() >= 0) {
            // the test that started it holds the other end
        }
        Runtime.getRuntime().halt(0);
    }
}
