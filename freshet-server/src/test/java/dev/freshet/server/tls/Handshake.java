package dev.freshet.server.tls;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/// Lets two engines talk until both have finished their handshake.
final class Handshake {
    private static final int ROUNDS = 50;

    private final SSLEngine client;
    private final SSLEngine server;
    private final ByteBuffer toServer;
    private final ByteBuffer toClient;

    Handshake(SSLEngine client, SSLEngine server) {
        this.client = client;
        this.server = server;
        this.toServer = ByteBuffer.allocate(1 << 16);
        this.toClient = ByteBuffer.allocate(1 << 16);
    }

    /// Gives the protocol that they agreed on.
    String run() throws SSLException {
        client.beginHandshake();
        server.beginHandshake();
        for (int round = 0; round < ROUNDS; round++) {
            step(client, toClient, toServer);
            step(server, toServer, toClient);
            if (isOver(client) && isOver(server)) {
                return client.getSession().getProtocol();
            }
        }
        throw new SSLException("No end after " + ROUNDS + " rounds");
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        in.flip();
        boolean more = true;
        while (more) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    more = in.hasRemaining();
                    if (more) {
                        engine.unwrap(in, ByteBuffer.allocate(1 << 16));
                    }
                }
                case FINISHED, NOT_HANDSHAKING -> more = false;
            }
        }
        in.compact();
    }

    private static boolean isOver(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }
}
