package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.ErrorReply;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// What a handler makes of an event: it accepts with a reply, refuses the command, or ends the
/// connection.
public sealed interface Answer<R> {
    /// The command is carried out.
    record Accepted<R>(R reply) implements Answer<R> {
        public Accepted {
            Objects.requireNonNull(reply, "reply");
        }
    }

    /// The command is answered with an error; the connection stays.
    record Refused<R>(ErrorReply error) implements Answer<R> {
        public Refused {
            Objects.requireNonNull(error, "error");
        }
    }

    /// The connection ends.
    record Disconnected<R>(Disconnect disconnect) implements Answer<R> {
        public Disconnected {
            Objects.requireNonNull(disconnect, "disconnect");
        }
    }

    /// Accepts the command.
    static <R> Answer<R> accept(R reply) {
        return new Accepted<>(reply);
    }

    /// Refuses the command; the error's message is shown to the client.
    static <R> Answer<R> refuse(ErrorReply error) {
        return new Refused<>(error);
    }

    /// Ends the connection.
    static <R> Answer<R> disconnect(Disconnect disconnect) {
        return new Disconnected<>(disconnect);
    }

    /// This answer for a handler that has it at once.
    default CompletionStage<Answer<R>> now() {
        return CompletableFuture.completedFuture(this);
    }
}
