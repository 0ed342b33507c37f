package dev.freshet.server.cli;

import dev.freshet.server.LiveServer;
import dev.freshet.server.config.ConfigSources;
import dev.freshet.server.config.ConfigSources.CommandLineSetting;
import dev.freshet.server.config.SettingsLoader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A whole server on a free port, and the command line pointed at it.
final class ServerUnderTest implements AutoCloseable {
    /// What a command left behind.
    record Ran(int exit, String out, String err) {}

    private final Path data;
    private final LiveServer server;
    private final InetSocketAddress address;

    /// Channels of `stream/demo/*` are open to publishers; everybody needs credentials.
    ServerUnderTest(Path data, String... settings) throws Exception {
        this.data = data;
        var all = new ArrayList<CommandLineSetting>();
        all.add(new CommandLineSetting("paths", "data", data.toString(), "test"));
        all.add(new CommandLineSetting("server", "http_addr", "127.0.0.1", "test"));
        all.add(setting("server.http_port=0"));
        all.add(setting("freshet.channel.demo.pattern=stream/demo/*"));
        all.add(setting("freshet.channel.demo.publish=Editor"));
        for (var text : settings) {
            all.add(setting(text));
        }
        server =
                new LiveServer(
                        SettingsLoader.load(new ConfigSources(null, Map.of(), all)).settings());
        address = server.listen();
    }

    private static CommandLineSetting setting(String text) {
        int equals = text.indexOf('=');
        int dot = text.lastIndexOf('.', equals);
        return new CommandLineSetting(
                text.substring(0, dot),
                text.substring(dot + 1, equals),
                text.substring(equals + 1),
                "test");
    }

    String url() {
        return "http://127.0.0.1:" + address.getPort();
    }

    /// A file with a new token of this role.
    Path tokenFile(String role) throws IOException {
        var made = run("token", "create", "--role", role, "--data", data.toString());
        return Files.writeString(data.resolve("token-" + role), made.out());
    }

    /// Runs a command against this server with a token of this role.
    Ran as(String role, String... args) throws IOException {
        var all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--url", url(), "--token-file", tokenFile(role).toString()));
        return run(all.toArray(String[]::new));
    }

    static Ran run(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exit =
                CommandTable.commandLine(args)
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(args);
        return new Ran(exit, out.toString(), err.toString());
    }

    /// Lets commands read `input` as their standard input.
    static AutoCloseable standardInput(String input) {
        var before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        return () -> System.setIn(before);
    }

    LiveServer server() {
        return server;
    }

    @Override
    public void close() {
        server.close();
    }
}
