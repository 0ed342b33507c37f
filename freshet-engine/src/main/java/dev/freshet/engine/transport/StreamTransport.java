package dev.freshet.engine.transport;

import dev.freshet.engine.client.Client;
import dev.freshet.engine.client.ClientLoop;
import dev.freshet.engine.client.Credentials;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.EmulationRequest;
import dev.freshet.engine.protocol.ProtobufCodec;
import dev.freshet.engine.protocol.Push;
import dev.freshet.engine.protocol.Utf8;
import org.jspecify.annotations.Nullable;

/// One HTTP response that speaks the client protocol (§21), or only pushes (§22).
final class StreamTransport extends WireTransport implements HttpStream.Listener {
    private static final byte[] EMPTY_REQUEST = {'{', '}'};

    private final StreamKind kind;
    private final HttpStream stream;
    private final EmulationSessions sessions;
    private final String session = SessionIds.next();
    private final Client client;
    private final WaitingFrames waiting = new WaitingFrames();
    private boolean paused;

    /// @param chunked false where the peer's HTTP/1.0 knows no chunks
    StreamTransport(
            ClientLoop loop,
            FlushQueue flushQueue,
            StreamKind kind,
            StreamFormat format,
            boolean chunked,
            EmulationSessions sessions,
            @Nullable Credentials credentials) {
        super(loop, format.wire(chunked));
        this.kind = kind;
        this.sessions = sessions;
        this.stream = new HttpStream(flushQueue, wire().framing(), chunked, this);
        this.client = new Client(loop, this, credentials);
    }

    HttpStream stream() {
        return stream;
    }

    /// Takes what the request that opened the stream says.
    void begin(byte[] request) {
        if (kind.isUnidirectional()) {
            loop().metrics().received(0, request.length);
            var asked = request.length == 0 ? EMPTY_REQUEST : request;
            UnidirectionalConnect.take(client, asked, 0, asked.length);
        } else {
            sessions.add(this);
            take(request);
        }
    }

    /// What a request beside the stream says, in the stream's own form; null when it is no such
    /// form. Any thread.
    byte @Nullable [] commands(EmulationRequest request) {
        return isJson() ? request.jsonCommands() : request.protobufCommands();
    }

    private boolean isJson() {
        return !(codec() instanceof ProtobufCodec);
    }

    /// Takes commands from the request that opened the stream or from one beside it.
    void take(byte[] commands) {
        loop().metrics().received(0, commands.length);
        if (isJson() && Utf8.firstInvalid(commands, 0, commands.length) >= 0) {
            client.disconnect(
                    Disconnect.BAD_REQUEST.because("bad request: the body is not valid UTF-8"));
        } else if (!paused) {
            client.onFrame(commands, 0, commands.length);
        } else if (!waiting.add(commands)) {
            client.disconnect(
                    Disconnect.TOO_MANY_REQUESTS.because(
                            "too many requests: commands came faster than they were worked on;"
                                    + " wait for replies"));
        }
    }

    @Override
    public void onWritable() {
        client.onWritable();
    }

    @Override
    public void onClosed() {
        sessions.remove(this);
        client.onClosed();
    }

    @Override
    Outbound outbound() {
        return stream.outbound();
    }

    @Override
    public boolean isEmulated() {
        return !kind.isUnidirectional();
    }

    @Override
    public boolean isUnidirectional() {
        return kind.isUnidirectional();
    }

    @Override
    public String session() {
        return session;
    }

    @Override
    public void pauseReading() {
        paused = true;
    }

    @Override
    public void resumeReading() {
        paused = false;
        while (!paused && !waiting.isEmpty()) {
            var commands = waiting.remove();
            client.onFrame(commands, 0, commands.length);
        }
    }

    @Override
    public void close(Disconnect disconnect) {
        sessions.remove(this);
        waiting.clear();
        push(new Push.Disconnect(disconnect.code(), disconnect.reason()));
        stream.end();
    }

    @Override
    public void abandon() {
        // The stream stays open until the client is stale (§6).
    }
}
