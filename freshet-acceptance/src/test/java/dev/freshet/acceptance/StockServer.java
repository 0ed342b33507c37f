package dev.freshet.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// A server with channels that offer everything, for stock clients in whatever language; it can be
/// killed and started again, and the way to it can be cut.
final class StockServer implements AutoCloseable {
    static final String CONFIGURATION =
            """
            [live]
            max_connections = -1
            [freshet.channel.stock]
            pattern = stream/stock/*
            publish = Editor
            history_size = 1000
            history_ttl = 5m
            recovery = stream
            presence = true
            join_leave = true
            delta = true
            [freshet.channel.admins]
            pattern = stream/admins/*
            subscribe = Admin
            """;

    private final Path folder;
    private final CuttingProxy proxy;
    private final String token;
    private FreshetProcess process;

    private StockServer(Path folder, CuttingProxy proxy, String token, FreshetProcess process) {
        this.folder = folder;
        this.proxy = proxy;
        this.token = token;
        this.process = process;
    }

    static StockServer start(Path folder) throws IOException, InterruptedException {
        var process = FreshetProcess.server(folder, 0, CONFIGURATION);
        return new StockServer(
                folder, CuttingProxy.to(process.url()), process.token("Editor"), process);
    }

    /// Where a client connects that has nothing to do with cuts.
    URI url() {
        return process.url();
    }

    CuttingProxy proxy() {
        return proxy;
    }

    String token() {
        return token;
    }

    /// What a script has to know, and what it was given besides.
    Map<String, String> environment(Map<String, String> more) {
        var environment = new HashMap<>(more);
        environment.put("FRESHET_URL", url().toString());
        environment.put("FRESHET_PROXY_URL", proxy.url().toString());
        environment.put("FRESHET_TOKEN", token);
        return environment;
    }

    /// Does what a line of a script's output asks for, and gives what to say back to it.
    String answer(String line) {
        return switch (line) {
            case "CUT" -> {
                proxy.cut();
                yield "cut";
            }
            case "MEND" -> {
                proxy.mend();
                yield "mended";
            }
            case "RESTART" -> {
                restart();
                yield "restarted";
            }
            default -> "";
        };
    }

    private void restart() {
        try {
            int port = process.url().getPort();
            process.kill();
            process = FreshetProcess.server(folder, port, CONFIGURATION);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        process.close();
    }
}
