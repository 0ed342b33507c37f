package dev.freshet.server.bench;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options that say which server and who one is there.
final class TargetOptions {
    private static final String TOKEN_VARIABLE = "FRESHET_TOKEN";
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:3000",
            description =
                    "Where the server is, with its sub-path if it has one (${DEFAULT-VALUE}).")
    private URI url = URI.create("http://127.0.0.1:3000");

    @Option(
            names = "--socket-path",
            paramLabel = "PATH",
            defaultValue = "/api/live/ws",
            description = "The WebSocket's path under the URL (${DEFAULT-VALUE}).")
    private String socketPath = "";

    @Option(
            names = "--publish-path",
            paramLabel = "PATH",
            defaultValue = "/api/live/publish",
            description = "The path to publish to under the URL (${DEFAULT-VALUE}).")
    private String publishPath = "";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = {
                "A file with a service-account token that may subscribe and publish;",
                "without it the variable " + TOKEN_VARIABLE + " is used, if set."
            })
    private @Nullable Path tokenFile;

    @Option(
            names = "--header",
            paramLabel = "'NAME: VALUE'",
            description = "A header for every handshake and publish; may be repeated.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--connect",
            paramLabel = "JSON",
            defaultValue = "{}",
            description = "The value of the connect command (${DEFAULT-VALUE}).")
    private String connect = "{}";

    @Option(
            names = "--allow-remote",
            description = "Allows a server on another machine: one of your own, please.")
    private boolean allowRemote;

    @Option(
            names = "--pid",
            paramLabel = "PID",
            description = {
                "The server's process, for its CPU and memory;",
                "found by its port when it is this user's on this machine."
            })
    private @Nullable Long pid;

    @Option(names = "--insecure", description = "Takes any certificate with https.")
    private boolean insecure;

    @Nullable Long pid() {
        return pid;
    }

    /// What the options say, with the host looked up.
    ///
    /// @throws ParameterException when an option is wrong
    Target target() {
        var scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!List.of("http", "https").contains(scheme) || url.getHost() == null) {
            throw wrong("--url is \"" + url + "\"; write for example http://127.0.0.1:3000.");
        }
        boolean isTls = scheme.equals("https");
        int port = url.getPort() > 0 ? url.getPort() : isTls ? HTTPS_PORT : HTTP_PORT;
        var base = url.getRawPath().replaceAll("/+$", "");
        return new Target(
                new InetSocketAddress(resolved(url.getHost()), port),
                url.getRawAuthority(),
                base + socketPath,
                base + publishPath,
                allHeaders(),
                connect,
                isTls ? tls() : null);
    }

    private InetAddress resolved(String host) {
        try {
            var address = InetAddress.getByName(host);
            if (address.isLoopbackAddress() || allowRemote) {
                return address;
            }
        } catch (UnknownHostException e) {
            throw wrong("The host \"" + host + "\" of --url is not known.");
        }
        throw wrong(
                "\""
                        + host
                        + "\" is not a loopback address; to load a server on another machine add"
                        + " --allow-remote.");
    }

    private List<String> allHeaders() {
        var all = new ArrayList<String>();
        for (var header : headers) {
            if (!header.matches("[!-9;-~]+:[^\\r\\n]*")) {
                throw wrong("A --header is not of the form 'Name: value'.");
            }
            all.add(header);
        }
        var token = token();
        if (!token.isEmpty()) {
            all.add("Authorization: Bearer " + token);
        }
        return List.copyOf(all);
    }

    private String token() {
        try {
            var token =
                    tokenFile != null
                            ? Files.readString(tokenFile).strip()
                            : String.valueOf(System.getenv().getOrDefault(TOKEN_VARIABLE, ""));
            if (!token.matches("[!-~]*")) {
                throw wrong("The token holds white space or letters that a header cannot carry.");
            }
            return token;
        } catch (IOException e) {
            throw wrong("--token-file \"" + tokenFile + "\" cannot be read: " + e.getMessage());
        }
    }

    private SslContext tls() {
        try {
            var builder = SslContextBuilder.forClient();
            if (insecure) {
                builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
                builder.endpointIdentificationAlgorithm(null);
            }
            return builder.build();
        } catch (SSLException e) {
            throw new LoadFailure("TLS cannot be set up: " + e.getMessage());
        }
    }

    /// An option that cannot be used.
    ParameterException wrong(String message) {
        if (command == null) {
            throw new IllegalStateException("the options were not read by a command");
        }
        return new ParameterException(command.commandLine(), message);
    }
}
