package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.Result;

/// How a subscribe ended.
sealed interface Admission {
    /// The reply may be written; [Subscriptions#started] follows.
    record Subscribed(Result.Subscribe result) implements Admission {}

    record Refused(ErrorReply error) implements Admission {}

    record Ended(Disconnect disconnect) implements Admission {}
}
