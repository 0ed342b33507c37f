package dev.freshet.plugins;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How a process ended, for people.
final class EndReport {
    private EndReport() {}

    /// It had served.
    ///
    /// @param exits how many times one has ended
    /// @param lastWords empty when it said nothing
    static Refusal afterServing(String id, int exits, int status, String lastWords) {
        return new Refusal(
                "Plugin \"%s\" has exited %s, last with status %s%s"
                        .formatted(
                                id,
                                exits == 1 ? "once" : exits + " times",
                                text(status),
                                lastWords.isEmpty() ? "" : ": " + lastWords),
                "It is started again by itself; its log tells more");
    }

    /// It had not served yet.
    ///
    /// @param failure why it was given up; null when it ended by itself
    static StartFailure beforeServing(
            String id, @Nullable StartFailure failure, int status, String lastLines, Path program) {
        if (failure == null) {
            String said =
                    lastLines.isEmpty() ? " and said nothing" : "; its last lines: " + lastLines;
            return new StartFailure(
                    new Refusal(
                            "Plugin \"%s\" ended with status %s before it served%s"
                                    .formatted(id, text(status), said),
                            "Run %s by hand on this machine to see what it lacks"
                                    .formatted(program)),
                    false);
        }
        if (lastLines.isEmpty()) {
            return failure;
        }
        // Its status says nothing: it was ended.
        return new StartFailure(
                new Refusal(
                        "%s; its last lines: %s".formatted(failure.refusal().message(), lastLines),
                        failure.refusal().hint()),
                failure.lasting());
    }

    private static String text(int status) {
        // What the JVM gives for a process that a signal ended.
        return status > 128
                ? "%d (signal %d)".formatted(status, status - 128)
                : String.valueOf(status);
    }
}
