package dev.freshet.server;

import dev.freshet.server.config.PathsSettings;
import dev.freshet.server.config.ServerSettings;
import dev.freshet.server.config.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a person reads when the server has started: where it is, how many connections it carries,
/// what to do next.
final class StartMessage {
    /// Descriptors that are needed beside connections: tables, logs, loops, libraries.
    private static final int RESERVED_FILES = 100;

    private static final int GRAFANAS_CONNECTIONS = 100;

    private StartMessage() {}

    static void print(PrintWriter out, Settings settings, InetSocketAddress address, boolean demo) {
        var url = url(settings.server(), address);
        out.println("Freshet " + LiveServer.version() + " listens on " + url);
        out.println(connections(settings.live().maxConnections()));
        if (demo) {
            out.println(
                    "Open "
                            + url
                            + " in a browser: this machine's CPU, memory, disk and network are"
                            + " moving there.");
            out.println(
                    "Everybody who can reach this address may look, and may publish to"
                            + " stream/demo/*; for pushes make a token: "
                            + tokenCommand(settings.paths()));
        }
        out.flush();
    }

    /// A token that is made in another database opens nothing here.
    static String tokenCommand(PathsSettings paths) {
        return "./freshet token create --role Editor" + dataOption(paths);
    }

    /// What a command needs to find this server's database.
    static String dataOption(PathsSettings paths) {
        return paths.isUsualData() ? "" : " --data " + paths.data();
    }

    private static String url(ServerSettings server, InetSocketAddress address) {
        var scheme = server.protocol() == ServerSettings.Protocol.HTTPS ? "https" : "http";
        var host = address.getAddress();
        var name =
                host.isAnyLocalAddress() || host.isLoopbackAddress()
                        ? "localhost"
                        : host.getHostAddress();
        return scheme
                + "://"
                + (name.contains(":") ? "[" + name + "]" : name)
                + ":"
                + address.getPort()
                + (server.serveFromSubPath() ? server.subPath() : "");
    }

    static String connections(int maxConnections) {
        long files = fileLimit();
        var byFiles =
                files < 0
                        ? ""
                        : " The limit of open files, "
                                + files
                                + ", carries about "
                                + Math.max(0, files - RESERVED_FILES)
                                + " (ulimit -n).";
        return switch (maxConnections) {
            case -1 -> "Connections are not limited." + byFiles;
            case 0 -> "Live is off: max_connections in [live] is 0.";
            default ->
                    "At most "
                            + maxConnections
                            + " connections"
                            + (maxConnections == GRAFANAS_CONNECTIONS ? ", as in Grafana" : "")
                            + "; raise max_connections in [live], or GF_LIVE_MAX_CONNECTIONS."
                            + byFiles;
        };
    }

    /// The soft limit of open files, -1 when this system does not tell.
    private static long fileLimit() {
        try (var lines = Files.lines(Path.of("/proc/self/limits"))) {
            return lines.filter(line -> line.startsWith("Max open files"))
                    .map(line ->
                            line.substring("Max open files".length()).strip().split("\\s+", 2)[0])
                    .filter(soft -> soft.matches("[0-9]+"))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            return -1;
        }
    }
}
