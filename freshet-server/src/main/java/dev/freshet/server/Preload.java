package dev.freshet.server;

import dev.freshet.server.storage.Database;
import io.netty.channel.epoll.Epoll;

/// Loads the native libraries of the tables and the network while the main thread reads the command
/// line and the configuration: on two cores a quarter of the starting time.
final class Preload {
    private Preload() {}

    static void begin() {
        Thread.ofPlatform().daemon().name("preload").start(Preload::run);
    }

    private static void run() {
        Database.loadDriver();
        // Loads the library and remembers whether it could; nobody needs the answer here.
        var _ = Epoll.isAvailable();
    }
}
