package dev.freshet.engine.protocol;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a command asks for. An absent text is the empty string, absent data is null.
public sealed interface Request {
    /// The operation's name on the wire, for logs and metrics.
    String method();

    /// Says who the client is (§6).
    ///
    /// @param subscriptions where server-side subscriptions are to be recovered from, by channel
    /// @param name the client's software
    /// @param version of that software
    /// @param headers what a browser could not send as HTTP headers
    record Connect(
            String token,
            @Nullable Payload data,
            Map<String, Subscribe> subscriptions,
            String name,
            String version,
            Map<String, String> headers)
            implements Request {
        @Override
        public String method() {
            return "connect";
        }
    }

    /// Asks for a channel's publications.
    ///
    /// @param delta the delta type asked for, empty for none
    /// @param filter which publications are wanted, by their tags; null for all
    /// @param flag bit 0 asks for numeric channel ids, which are never granted (§16); bit 1 asks to
    ///   be refused with 112 rather than subscribed without having recovered (§23)
    record Subscribe(
            String channel,
            String token,
            boolean recover,
            String epoch,
            long offset,
            @Nullable Payload data,
            boolean positioned,
            boolean recoverable,
            boolean joinLeave,
            String delta,
            @Nullable FilterNode filter,
            long flag)
            implements Request {
        /// Asks for nothing but the publications.
        public static Subscribe plain(String channel) {
            return new Subscribe(channel, "", false, "", 0, null, false, false, false, "", null, 0);
        }

        /// Flag bit 1.
        private static final int REFUSE_UNRECOVERED = 2;

        /// True when the client wants error 112 instead of a subscription that lost something.
        public boolean refusesUnrecovered() {
            return (flag & REFUSE_UNRECOVERED) != 0;
        }

        @Override
        public String method() {
            return "subscribe";
        }
    }

    /// Ends a subscription.
    record Unsubscribe(String channel) implements Request {
        @Override
        public String method() {
            return "unsubscribe";
        }
    }

    /// Publishes to a channel.
    record Publish(String channel, @Nullable Payload data) implements Request {
        @Override
        public String method() {
            return "publish";
        }
    }

    /// Asks who is in a channel (§12).
    record Presence(String channel) implements Request {
        @Override
        public String method() {
            return "presence";
        }
    }

    /// Asks how many are in a channel (§12).
    record PresenceStats(String channel) implements Request {
        @Override
        public String method() {
            return "presence_stats";
        }
    }

    /// Asks for a part of a channel's stream (§12).
    ///
    /// @param limit how many publications; 0 for none, negative for all
    /// @param since null to begin at the oldest kept, or at the newest in reverse
    record History(String channel, int limit, @Nullable StreamPosition since, boolean reverse)
            implements Request {
        @Override
        public String method() {
            return "history";
        }
    }

    /// Calls a method of the program (§13).
    ///
    /// @param rpcMethod its name; empty for the only one
    record Rpc(String rpcMethod, @Nullable Payload data) implements Request {
        @Override
        public String method() {
            return "rpc";
        }
    }

    /// Tells the program something that is not answered (§13).
    record Send(@Nullable Payload data) implements Request {
        @Override
        public String method() {
            return "send";
        }
    }

    /// Brings a new token, so that the connection does not expire (§8).
    record Refresh(String token) implements Request {
        @Override
        public String method() {
            return "refresh";
        }
    }

    /// Brings a new token, so that a subscription does not expire (§8).
    record SubRefresh(String channel, String token) implements Request {
        @Override
        public String method() {
            return "sub_refresh";
        }
    }
}
