package dev.freshet.server.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A running server as the command line sees it: its HTTP API and its socket.
///
/// Calls block. Whatever goes wrong is a [CommandFailure] with one sentence. Redirects are not
/// followed: they would take the credentials elsewhere.
final class RemoteServer implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
    private static final long MAX_ANSWER = 64 << 20;
    private static final int TOO_MANY_REQUESTS = 429;

    private final URI base;
    private final RemoteLogin login;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(Version.HTTP_1_1)
                    .followRedirects(Redirect.NEVER)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .build();

    /// @param base without a slash at the end
    RemoteServer(URI base, RemoteLogin login) {
        this.base = base;
        this.login = login;
    }

    /// The JSON that a route answers with.
    JsonNode get(String path) {
        return json(send(request(path).GET().build()));
    }

    /// The JSON that a route answers a JSON body with.
    JsonNode postJson(String path, String body) {
        return json(
                send(
                        request(path)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build()));
    }

    /// Sends bytes; the answer may be a refusal, which [#refusal] puts into words.
    HttpResponse<byte[]> post(String path, byte[] body) {
        return send(
                request(path)
                        .header("Content-Type", "text/plain; charset=utf-8")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build());
    }

    /// Opens the socket for subscribers.
    ///
    /// @throws IOException when it may work later
    /// @throws CommandFailure when the server refuses
    WebSocket openSocket(WebSocket.Listener listener) throws IOException {
        var builder = client.newWebSocketBuilder().connectTimeout(CONNECT_TIMEOUT);
        if (!login.header().isEmpty()) {
            builder.header("Authorization", login.header());
        }
        var address = base.toString().replaceFirst("(?i)^http", "ws") + "/api/live/ws";
        try {
            return builder.buildAsync(URI.create(address), listener).join();
        } catch (CompletionException e) {
            throw socketFailure(e.getCause());
        }
    }

    private IOException socketFailure(@Nullable Throwable cause) {
        if (cause instanceof WebSocketHandshakeException handshake) {
            var answer = handshake.getResponse();
            int status = answer.statusCode();
            if (status < 500 && status != TOO_MANY_REQUESTS) {
                throw refusal(answer);
            }
            return new IOException("status " + status);
        }
        return cause instanceof IOException e ? e : new IOException(cause);
    }

    CommandFailure refusal(HttpResponse<?> answer) {
        return RemoteFailures.refused(base, login, answer);
    }

    CommandFailure unreachable(Throwable cause) {
        return RemoteFailures.unreachable(base, cause);
    }

    private HttpRequest.Builder request(String path) {
        var request =
                HttpRequest.newBuilder(URI.create(base + path))
                        .timeout(ANSWER_TIMEOUT)
                        .header("Accept", "application/json");
        return login.header().isEmpty() ? request : request.header("Authorization", login.header());
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return client.send(
                    request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted.");
        }
    }

    private JsonNode json(HttpResponse<byte[]> answer) {
        if (answer.statusCode() != 200) {
            throw refusal(answer);
        }
        return RemoteFailures.json(answer.body())
                .orElseThrow(() -> RemoteFailures.notOurs(base, answer));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
