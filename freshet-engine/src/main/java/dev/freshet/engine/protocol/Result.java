package dev.freshet.engine.protocol;

import org.jspecify.annotations.Nullable;

/// What a successful command is answered with.
public sealed interface Result {
    /// The operation's name on the wire: the member of the reply that holds the result.
    String method();

    /// The client is connected.
    ///
    /// @param pingSeconds how often the server pings, 0 when it does not or uses WebSocket ping
    ///   frames
    /// @param pong true when the server expects pongs
    record Connect(
            String client, String version, @Nullable Payload data, int pingSeconds, boolean pong)
            implements Result {
        @Override
        public String method() {
            return "connect";
        }
    }

    record Subscribe(@Nullable Payload data, boolean wasRecovering) implements Result {
        @Override
        public String method() {
            return "subscribe";
        }
    }

    record Unsubscribe() implements Result {
        @Override
        public String method() {
            return "unsubscribe";
        }
    }

    record Publish() implements Result {
        @Override
        public String method() {
            return "publish";
        }
    }

    record Rpc(@Nullable Payload data) implements Result {
        @Override
        public String method() {
            return "rpc";
        }
    }
}
