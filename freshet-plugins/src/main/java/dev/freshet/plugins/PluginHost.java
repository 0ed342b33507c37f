package dev.freshet.plugins;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds plugins, runs their programs and keeps them alive.
///
/// Safe for any thread. A program starts with the first call to its plugin and then runs until the
/// host is closed; when it ends by itself it is started again after 1 s, doubling to 30 s.
public final class PluginHost implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PluginHost.class);
    private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(6);

    private final Supervisor supervisor;
    private final List<SupervisedPlugin> plugins;
    private final Map<String, SupervisedPlugin> byId = new LinkedHashMap<>();

    private PluginHost(PluginHostOptions options) {
        List<FoundPlugin> found = new PluginScan(options).search();
        supervisor = new Supervisor(options);
        plugins = found.stream().map(plugin -> new SupervisedPlugin(plugin, supervisor)).toList();
        for (int i = 0; i < found.size(); i++) {
            PluginState state = found.get(i).state();
            if (state != PluginState.DUPLICATE && state != PluginState.INVALID) {
                byId.put(found.get(i).id(), plugins.get(i));
            }
        }
    }

    /// Searches the directories and is ready; starts no program yet. Also ends what a host that was
    /// killed left behind in the runtime directory.
    ///
    /// @throws java.io.UncheckedIOException when the runtime directory cannot be made
    public static PluginHost start(PluginHostOptions options) {
        return new PluginHost(options);
    }

    /// Everything that was found, in the order of directories and names, those that cannot run too.
    public List<PluginStatus> plugins() {
        return plugins.stream().map(SupervisedPlugin::status).toList();
    }

    /// The plugin with this id, whatever its state: one that cannot run refuses each call and says
    /// why. Empty when there is none.
    public Optional<BackendPlugin> plugin(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /// Has `listener` told the plugin's id whenever its process came or went; on a virtual thread.
    public void onChange(Consumer<String> listener) {
        supervisor.onChange(listener);
    }

    /// Ends all processes, politely for 2 s and then by force, and leaves no file behind. Blocks
    /// until they are gone. Again is nothing.
    @Override
    public void close() {
        if (!supervisor.isOpen()) {
            return;
        }
        CompletableFuture<?>[] closing =
                plugins.stream().map(SupervisedPlugin::close).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(closing)
                    .get(PATIENCE_AT_THE_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.warn("Not every plugin process has ended: {}", e.toString());
        }
        supervisor.close();
    }
}
