package dev.freshet.server.serverapi;

import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/// `batch`: several methods in one request, one after the other or all at once; the replies come in
/// the order of the commands.
final class BatchMethod {
    private final Map<String, ApiMethod> methods;
    private final int maxCommands;
    private final Consumer<Problem> refusals;

    private record Reply(String method, ApiReply reply) {}

    /// @param methods that a command can name
    /// @param refusals told of what is refused inside a batch
    BatchMethod(Map<String, ApiMethod> methods, int maxCommands, Consumer<Problem> refusals) {
        this.methods = methods;
        this.maxCommands = maxCommands;
        this.refusals = refusals;
    }

    CompletionStage<ApiReply> call(Caller caller, Fields request) {
        var commands = request.requests("commands");
        boolean parallel = request.flag("parallel");
        if (!request.has("commands")) {
            request.reject(
                    "commands", "is missing", "Send [{\"publish\":{\"channel\":…,\"data\":…}}].");
        }
        if (request.isWrong()) {
            return request.refusal();
        }
        if (commands.size() > maxCommands) {
            return ApiReply.refused(tooManyCommands(commands.size()));
        }
        var replies = parallel ? allAtOnce(caller, commands) : inTurn(caller, commands);
        return replies.thenApply(this::batch);
    }

    private CompletionStage<List<Reply>> allAtOnce(Caller caller, List<Fields> commands) {
        var begun =
                commands.stream()
                        .map(command -> one(caller, command).toCompletableFuture())
                        .toList();
        return CompletableFuture.allOf(begun.toArray(CompletableFuture[]::new))
                .thenApply(_ -> begun.stream().map(CompletableFuture::join).toList());
    }

    private CompletionStage<List<Reply>> inTurn(Caller caller, List<Fields> commands) {
        CompletionStage<List<Reply>> replies =
                CompletableFuture.completedStage(new ArrayList<>(commands.size()));
        for (var command : commands) {
            replies =
                    replies.thenCompose(before ->
                            one(caller, command)
                                    .thenApply(reply -> {
                                        before.add(reply);
                                        return before;
                                    }));
        }
        return replies;
    }

    private CompletionStage<Reply> one(Caller caller, Fields command) {
        for (var method : methods.entrySet()) {
            if (command.has(method.getKey())) {
                var name = method.getKey();
                return Guard.around(name, () -> call(caller, command, name, method.getValue()))
                        .thenApply(reply -> new Reply(name, reply));
            }
        }
        return CompletableFuture.completedStage(
                new Reply("", new ApiReply.Refused(unknownMethod(command))));
    }

    private static CompletionStage<ApiReply> call(
            Caller caller, Fields command, String name, ApiMethod method) {
        var request = command.object(name);
        if (request == null && !command.isWrong()) {
            command.reject(name, "is null; it has to be an object", "");
        }
        return request == null ? command.refusal() : method.call(caller, request);
    }

    private ApiReply batch(List<Reply> replies) {
        for (var reply : replies) {
            if (reply.reply() instanceof ApiReply.Refused(var error)) {
                refusals.accept(error.problem());
            }
        }
        return new ApiReply.Replies(json -> {
            json.writeArrayPropertyStart("replies");
            for (var reply : replies) {
                json.writeStartObject();
                reply.reply().write(json, reply.method());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private ApiError unknownMethod(Fields command) {
        return ApiError.of(
                Problem.of(
                        ProblemType.API_UNKNOWN_METHOD,
                        "not found: a command names no method, but " + command.names() + ".",
                        "Possible are " + String.join(", ", methods.keySet()) + "."));
    }

    private ApiError tooManyCommands(int commands) {
        return ApiError.of(
                Problem.of(
                        ProblemType.API_LIMIT,
                        "limit exceeded: \"commands\" has "
                                + commands
                                + " entries; at most "
                                + maxCommands
                                + " are possible. Nothing was done.",
                        "Send several batches, or raise [freshet.server_api]"
                                + " max_batch_commands."));
    }
}
