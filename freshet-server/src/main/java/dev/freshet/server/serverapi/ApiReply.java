package dev.freshet.server.serverapi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// What a method answers.
sealed interface ApiReply {
    /// Done.
    ///
    /// @param members writes the members of the result object
    record Result(Consumer<JsonGenerator> members) implements ApiReply {}

    /// The answers to a batch, which stand in no result object.
    ///
    /// @param members writes the members of the body
    record Replies(Consumer<JsonGenerator> members) implements ApiReply {}

    /// Nothing was done.
    record Refused(ApiError error) implements ApiReply {}

    static CompletionStage<ApiReply> refused(ApiError error) {
        return CompletableFuture.completedStage(new Refused(error));
    }

    /// Done when the stage is; there is nothing to tell.
    static CompletionStage<ApiReply> after(CompletionStage<?> work) {
        return work.thenApply(_ -> new Result(_ -> {}));
    }

    static CompletionStage<ApiReply> result(Consumer<JsonGenerator> members) {
        return CompletableFuture.completedStage(new Result(members));
    }

    /// Writes the members of the object that holds the result, or the error, under its name.
    ///
    /// @param name of the result: `result`, or the method's in a batch
    default void write(JsonGenerator json, String name) {
        switch (this) {
            case Result(var members) -> {
                json.writeObjectPropertyStart(name);
                members.accept(json);
                json.writeEndObject();
            }
            case Replies(var members) -> members.accept(json);
            case Refused(var error) -> {
                json.writeObjectPropertyStart("error");
                error.writeMembers(json);
                json.writeEndObject();
            }
        }
    }
}
