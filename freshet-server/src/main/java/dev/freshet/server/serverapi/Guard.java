package dev.freshet.server.serverapi;

import dev.freshet.server.problem.Unexpected;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what goes wrong unexpectedly in one method into an internal error of its own, so that the
/// others of a batch or broadcast go on.
final class Guard {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    private Guard() {}

    /// @param name of the method, for the log
    static CompletionStage<ApiReply> around(String name, Supplier<CompletionStage<ApiReply>> call) {
        CompletionStage<ApiReply> reply;
        try {
            reply = call.get();
        } catch (RuntimeException e) {
            return CompletableFuture.completedStage(internal(name, e));
        }
        return reply.exceptionally(cause -> internal(name, cause));
    }

    private static ApiReply internal(String name, Throwable cause) {
        return new ApiReply.Refused(
                ApiError.of(Unexpected.problem(LOG, "server API " + name, cause)));
    }
}
