package dev.freshet.server.serverapi;

import java.util.concurrent.CompletionStage;

/// One method of the API. Called on a loop; must not block.
@FunctionalInterface
interface ApiMethod {
    /// Reads the whole request first, and does nothing when it is wrong.
    CompletionStage<ApiReply> call(Caller caller, Fields request);
}
