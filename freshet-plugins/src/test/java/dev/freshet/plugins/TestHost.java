package dev.freshet.plugins;

import dev.freshet.source.StreamRequest;
import java.nio.file.Path;
import java.util.Map;

/// A host in a JVM of its own, to be killed: starts the plugin `test` and prints its process.
public final class TestHost {
    private TestHost() {}

    /// Runs until killed.
    ///
    /// @param args the temporary directory, and the `PATH` to look for setpriv in
    public static void main(String[] args) throws Exception {
        var options =
                PluginFolder.options(Path.of(args[0]), "")
                        .hostEnvironment(Map.of("PATH", args[1]))
                        .build();
        try (var host = PluginHost.start(options)) {
            BackendPlugin plugin = host.plugin("test").orElseThrow();
            plugin.streams()
                    .subscribeStream(new StreamRequest(1, null, null, "cpu", null, Map.of()));
            System.out.println(plugin.status().pid().orElseThrow());
            Thread.sleep(3_600_000);
        }
    }
}
