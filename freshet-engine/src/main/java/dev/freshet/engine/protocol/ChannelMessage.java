package dev.freshet.engine.protocol;

/// What the subscribers of a channel are sent, in one order for all of them.
public sealed interface ChannelMessage
        permits Publication, ChannelMessage.Join, ChannelMessage.Leave {
    /// A client has subscribed (§11).
    record Join(ClientInfo info) implements ChannelMessage {
        @Override
        public int payloadBytes() {
            return info.payloadBytes();
        }
    }

    /// A client's subscription has ended (§11).
    record Leave(ClientInfo info) implements ChannelMessage {
        @Override
        public int payloadBytes() {
            return info.payloadBytes();
        }
    }

    /// About how many bytes it takes, for queues that count.
    int payloadBytes();
}
