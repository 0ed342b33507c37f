package dev.freshet.engine.cluster;

import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.StreamPosition;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one node tells others to do.
public sealed interface ControlCommand {
    /// Something that is to be done to clients, wherever they are connected.
    sealed interface ForClients extends ControlCommand {
        /// Which ones.
        Target target();
    }

    /// Subscribes connections from the server's side.
    ///
    /// @param options null for what the channel offers everybody
    /// @param info about the client in the channel
    /// @param data handed to the client with the push, in place of the channel's state
    /// @param expireAt when the subscription ends; null for never
    /// @param recoverSince null to begin with what comes
    record Subscribe(
            Target target,
            String channel,
            @Nullable ChannelOptions options,
            @Nullable Payload info,
            @Nullable Payload data,
            @Nullable Instant expireAt,
            @Nullable StreamPosition recoverSince)
            implements ForClients {
        public static Subscribe plain(Target target, String channel) {
            return new Subscribe(target, channel, null, null, null, null, null);
        }
    }

    /// Ends subscriptions; a code of 2500 and above asks clients to subscribe again.
    record Unsubscribe(Target target, String channel, int code, String reason)
            implements ForClients {}

    /// Closes connections.
    ///
    /// @param spared ids of clients that stay
    record Disconnect(Target target, int code, String reason, Set<String> spared)
            implements ForClients {}

    /// Changes when connections expire.
    ///
    /// @param expired true to end them now
    /// @param expireAt null for never
    /// @param info what others are shown of them from now on; null leaves it as it was
    record Refresh(
            Target target, boolean expired, @Nullable Instant expireAt, @Nullable Payload info)
            implements ForClients {}

    /// Tells the program on every node something.
    @SuppressWarnings("ArrayRecordComponent")
    record Notify(String operation, byte[] data) implements ControlCommand {}

    /// Asks the program on every node something; each answers with a [SurveyAnswer].
    @SuppressWarnings("ArrayRecordComponent")
    record SurveyQuestion(long id, String operation, byte[] data) implements ControlCommand {}

    /// Answers a [SurveyQuestion].
    ///
    /// @param code what the program gives as its outcome; 0 for success
    @SuppressWarnings("ArrayRecordComponent")
    record SurveyAnswer(long id, int code, byte[] data) implements ControlCommand {}

    /// A node says that it is there, what it is called and what it carries.
    record Heartbeat(NodeInfo info) implements ControlCommand {}

    /// A node is about to go.
    record Goodbye() implements ControlCommand {}
}
