package dev.freshet.sources.loki;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.source.SourceException;
import dev.freshet.sources.loki.TailEvents.Message;
import dev.freshet.sources.loki.TailEvents.Over;
import dev.freshet.sources.loki.TailEvents.TooLong;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A connection on which Loki tells lines as they come. For one thread.
final class Tail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tail.class);

    private final LokiApi api;
    private final WebSocket socket;
    private final TailEvents incoming;
    private boolean isHeld;

    private Tail(LokiApi api, WebSocket socket, TailEvents incoming) {
        this.api = api;
        this.socket = socket;
        this.incoming = incoming;
    }

    /// @throws TailRefused when there is no such thing, now and later
    /// @throws SourceException when there is no connection
    static Tail open(LokiApi api, URI uri)
            throws TailRefused, SourceException, InterruptedException {
        var incoming = new TailEvents(api.context().maxBytes());
        var builder = api.http().client().newWebSocketBuilder();
        api.http().headers().forEach(builder::header);
        var opening = builder.connectTimeout(api.context().timeout()).buildAsync(uri, incoming);
        return new Tail(api, opened(api, opening), incoming);
    }

    private static WebSocket opened(LokiApi api, CompletableFuture<WebSocket> opening)
            throws TailRefused, SourceException, InterruptedException {
        try {
            return opening.get(api.context().timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            opening.thenAccept(WebSocket::abort);
            throw api.unavailable("did not open a connection for new lines in time", e);
        } catch (InterruptedException e) {
            opening.thenAccept(WebSocket::abort);
            throw e;
        } catch (ExecutionException e) {
            throw failure(api, e.getCause() == null ? e : e.getCause());
        }
    }

    private static SourceException failure(LokiApi api, Throwable cause) throws TailRefused {
        if (cause instanceof WebSocketHandshakeException refused) {
            int status = refused.getResponse().statusCode();
            if (status < 500 && status != 429) {
                throw new TailRefused("status " + status);
            }
            return api.unavailable("does not tell new lines now (status " + status + ")", cause);
        }
        return api.unavailable("did not open a connection for new lines", cause);
    }

    /// The next message; empty when the connection is over.
    Optional<JsonNode> next() throws SourceException, InterruptedException {
        if (isHeld) {
            isHeld = false;
            socket.request(1);
        }
        long wait = Math.max(1, api.context().timeout().toNanos() / 2);
        long begun = System.nanoTime(); // before, nobody listened
        while (true) {
            var event = incoming.events().poll(wait, TimeUnit.NANOSECONDS);
            switch (event) {
                case Message message -> {
                    isHeld = true;
                    return Optional.of(json(message.text()));
                }
                case TooLong _ ->
                        throw new SourceException(
                                "Data source \"%s\" told lines in a message of more than %d bytes."
                                        .formatted(api.dataSource(), api.context().maxBytes()),
                                "Narrow the query, or raise [freshet.sources] max_response_bytes.");
                case Over over -> {
                    LOG.debug("tail of {} is over: {}", api.dataSource(), over.why());
                    return Optional.empty();
                }
                case null -> {
                    var silent = Math.min(incoming.silentNanos(), System.nanoTime() - begun);
                    if (silent > 4 * wait) {
                        LOG.debug("tail of {} is silent", api.dataSource());
                        return Optional.empty();
                    }
                    socket.sendPing(ByteBuffer.allocate(0));
                }
            }
        }
    }

    private JsonNode json(String text) throws SourceException {
        var bytes = text.getBytes(UTF_8);
        api.context().costs().read(bytes.length);
        try {
            return JsonMapper.shared().readTree(bytes);
        } catch (JacksonException e) {
            throw api.notUnderstood("a message that is no JSON");
        }
    }

    /// Says goodbye where that is possible at once.
    @Override
    public void close() {
        try {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("tail of {} could not be closed", api.dataSource(), e);
        } finally {
            socket.abort();
        }
    }
}
