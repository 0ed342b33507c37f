package dev.freshet.plugins;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Finds plugins, runs their programs and keeps them alive.
///
/// Safe for any thread. A program starts with the first call to its plugin and then runs until the
/// host is closed; when it ends by itself it is started again after 1 s, doubling to 30 s.
@SuppressWarnings("UnusedVariable")
public final class PluginHost implements AutoCloseable {
    private final PluginHostOptions options;
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    private PluginHost(PluginHostOptions options) {
        this.options = options;
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
        return List.of();
    }

    /// The plugin with this id, whatever its state: one that cannot run refuses each call and says
    /// why. Empty when there is none.
    public Optional<BackendPlugin> plugin(String id) {
        return Optional.empty();
    }

    /// Has `listener` told the plugin's id whenever its process came or went; on a virtual thread.
    public void onChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    /// Ends all processes, politely for 2 s and then by force, and leaves no file behind. Blocks
    /// until they are gone.
    @Override
    public void close() {}
}
