package dev.freshet.engine.node;

import dev.freshet.engine.cluster.ControlCommand;
import dev.freshet.engine.cluster.ControlListener;
import dev.freshet.engine.cluster.Controller;
import dev.freshet.engine.cluster.ControllerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// What one node says to others, in the hand of the test, which answers for them.
final class Wires implements ControllerFactory {
    /// What was sent, as `receiver: command`; to all is `*`.
    final List<String> sent = new ArrayList<>();

    CompletionStage<@Nullable Void> outcome = CompletableFuture.completedStage(null);
    private @Nullable ControlListener listener;

    @Override
    public Controller create(String node, ControlListener itsListener) {
        listener = itsListener;
        return new Controller() {
            @Override
            public CompletionStage<@Nullable Void> send(ControlCommand command) {
                return note("*", command);
            }

            @Override
            public CompletionStage<@Nullable Void> sendTo(String to, ControlCommand command) {
                return note(to, command);
            }

            @Override
            public void close() {
                sent.add("closed");
            }
        };
    }

    private CompletionStage<@Nullable Void> note(String to, ControlCommand command) {
        sent.add(to + ": " + command.getClass().getSimpleName());
        return outcome;
    }

    /// Lets another node say something.
    void say(String from, ControlCommand command) {
        if (listener == null) {
            throw new IllegalStateException("there is no node yet");
        }
        listener.onCommand(from, command);
    }
}
