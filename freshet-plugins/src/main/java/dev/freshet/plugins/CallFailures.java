package dev.freshet.plugins;

import dev.freshet.source.SourceException;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.time.Duration;

/// What a failed call means to people.
final class CallFailures {
    private static final int MAX_TEXT = 1000;

    /// What the SDK says when a data source's plugin is called without a data source.
    private static final String WITHOUT_DATA_SOURCE = "data source instance settings cannot be nil";

    private CallFailures() {}

    /// @param call the call's name, for example `SubscribeStream`
    /// @param of what it was about, for example a path; empty when nothing particular
    /// @param maxPacketBytes the limit on what a plugin may send
    static SourceException of(
            String id,
            String call,
            String of,
            Status status,
            Duration timeout,
            int maxPacketBytes) {
        String what = of.isEmpty() ? call : call + " for " + Texts.clipped(of, 100);
        String text =
                status.getDescription() == null
                        ? ""
                        : Texts.clipped(status.getDescription(), MAX_TEXT);
        Throwable cause = status.asException();
        return switch (status.getCode()) {
            case UNIMPLEMENTED ->
                    call.endsWith("Stream")
                            ? new SourceException(
                                    "Plugin \"%s\" does not stream".formatted(id),
                                    "Use a data source that streams, or one that Freshet polls",
                                    cause)
                            : new SourceException(
                                    "Plugin \"%s\" does not answer %s".formatted(id, call),
                                    "It offers no such call; a newer version may",
                                    cause);
            case DEADLINE_EXCEEDED ->
                    new SourceException(
                            "Plugin \"%s\" did not answer %s within %s s"
                                    .formatted(id, what, seconds(timeout)),
                            "Check that what it asks is up, and its log",
                            cause);
            case RESOURCE_EXHAUSTED ->
                    text.contains("exceeds maximum size")
                            ? new SourceException(
                                    "Plugin \"%s\" sent more than %d bytes in %s, the most that is taken at once (%s)"
                                            .formatted(id, maxPacketBytes, what, text),
                                    "Have it send less at once, or raise max_packet_bytes in"
                                            + " [freshet.plugins]",
                                    cause)
                            : told(id, what, text, cause);
            case UNAVAILABLE ->
                    new SourceException(
                            "Plugin \"%s\" went away during %s%s"
                                    .formatted(id, what, isOfTheWire(text) ? "" : ": " + text),
                            "Its process is started again; its log tells why it ended",
                            cause);
            default -> told(id, what, text.isEmpty() ? status.getCode().name() : text, cause);
        };
    }

    /// The status of an exception of a stub.
    ///
    /// @throws InterruptedException when it only says that this thread was interrupted
    static Status status(Exception e) throws InterruptedException {
        // The stubs cancel the call and set the flag again.
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return switch (e) {
            case StatusRuntimeException failed -> failed.getStatus();
            case StatusException failed -> failed.getStatus();
            default -> Status.fromThrowable(e);
        };
    }

    /// Whether a text is gRPC's own about a connection that ended, which helps nobody.
    private static boolean isOfTheWire(String text) {
        return text.isEmpty()
                || text.startsWith("Network closed for unknown reason")
                || text.startsWith("io exception");
    }

    private static SourceException told(String id, String what, String text, Throwable cause) {
        return new SourceException(
                "Plugin \"%s\" failed in %s: %s".formatted(id, what, text),
                text.contains(WITHOUT_DATA_SOURCE)
                        ? "It works for data sources only: name one, as in ds/<uid>/<path>"
                        : "The text is the plugin's own; its log may tell more",
                cause);
    }

    private static String seconds(Duration timeout) {
        return timeout.toMillis() % 1000 == 0
                ? Long.toString(timeout.toSeconds())
                : Double.toString(timeout.toMillis() / 1000.0);
    }
}
