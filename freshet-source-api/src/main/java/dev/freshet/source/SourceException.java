package dev.freshet.source;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// A failure whose message is written for the person who asked: why it does not work, and what to
/// do. Subscribers and operators see it; every other exception of a source is "failed" to a client
/// and goes to the log only.
public class SourceException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final String hint;

    /// A failure with a remedy.
    ///
    /// @param message what happened and with which value, one or two sentences without secrets
    /// @param hint what to do; empty when nobody knows
    public SourceException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    /// A failure with a remedy and its cause, which goes to the log.
    public SourceException(String message, String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.hint = hint;
    }

    public String hint() {
        return hint;
    }
}
