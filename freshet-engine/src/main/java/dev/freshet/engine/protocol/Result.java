package dev.freshet.engine.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a successful command is answered with.
public sealed interface Result {
    /// The operation's name on the wire: the member of the reply that holds the result.
    String method();

    /// The client is connected (§6).
    ///
    /// @param expires true when the client has to refresh the connection
    /// @param ttlSeconds until it expires; 0 when it does not, or when the server refreshes it
    /// @param subscriptions the server-side ones by channel
    /// @param pingSeconds how often the server pings, 0 when it does not or uses WebSocket ping
    ///   frames
    /// @param pong true when the server expects pongs
    /// @param session a secret of the connection, for emulation; empty elsewhere
    /// @param node where emulation requests go; empty elsewhere
    /// @param timeMillis the server's clock, Unix milliseconds; 0 when it is not told
    record Connect(
            String client,
            String version,
            boolean expires,
            int ttlSeconds,
            @Nullable Payload data,
            Map<String, Subscribe> subscriptions,
            int pingSeconds,
            boolean pong,
            String session,
            String node,
            long timeMillis)
            implements Result {
        @Override
        public String method() {
            return "connect";
        }
    }

    /// The client is subscribed (§9, §10).
    ///
    /// @param expires true when the client has to refresh the subscription
    /// @param ttlSeconds until it expires
    /// @param publications what was missed, oldest first
    /// @param recovered true when nothing was missed but these
    /// @param offset the client's own after a recovery, else the stream's top
    /// @param delta true when data comes as deltas from now on; these publications, too
    record Subscribe(
            boolean expires,
            int ttlSeconds,
            boolean recoverable,
            String epoch,
            List<Publication> publications,
            boolean recovered,
            long offset,
            boolean positioned,
            @Nullable Payload data,
            boolean wasRecovering,
            boolean delta)
            implements Result {
        @Override
        public String method() {
            return "subscribe";
        }
    }

    /// The client is not subscribed any more.
    record Unsubscribe() implements Result {
        @Override
        public String method() {
            return "unsubscribe";
        }
    }

    /// The publication was accepted.
    record Publish() implements Result {
        @Override
        public String method() {
            return "publish";
        }
    }

    /// Who is in the channel, by client id.
    record Presence(Map<String, ClientInfo> clients) implements Result {
        @Override
        public String method() {
            return "presence";
        }
    }

    /// How many are in the channel (§12).
    ///
    /// @param users distinct user ids
    record PresenceStats(int clients, int users) implements Result {
        @Override
        public String method() {
            return "presence_stats";
        }
    }

    /// A part of a channel's stream, and its current top.
    record History(List<Publication> publications, StreamPosition top) implements Result {
        @Override
        public String method() {
            return "history";
        }
    }

    /// What the program answered to a call (§13).
    ///
    /// @param data null for nothing
    record Rpc(@Nullable Payload data) implements Result {
        @Override
        public String method() {
            return "rpc";
        }
    }

    /// The connection's new expiry.
    record Refresh(String client, String version, boolean expires, int ttlSeconds)
            implements Result {
        @Override
        public String method() {
            return "refresh";
        }
    }

    /// A subscription's new expiry.
    record SubRefresh(boolean expires, int ttlSeconds) implements Result {
        @Override
        public String method() {
            return "sub_refresh";
        }
    }
}
