package dev.freshet.engine.transport;

import java.security.SecureRandom;
import java.util.HexFormat;

/// Names of sessions. A session's name is all that a request needs to act as its client, so it is
/// 128 random bits from the system, unlike the ids of clients, which others may see.
final class SessionIds {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;

    private SessionIds() {}

    static String next() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
