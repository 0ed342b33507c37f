package dev.freshet.spring;

import org.jspecify.annotations.Nullable;

/// The engine cannot be started like this; a person has to change something.
public final class FreshetStartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String action;

    /// @param description what is wrong, with the value
    /// @param action what to do about it
    FreshetStartException(String description, String action, @Nullable Throwable cause) {
        super(description, cause);
        this.action = action;
    }

    FreshetStartException(String description, String action) {
        this(description, action, null);
    }

    String action() {
        return action;
    }
}
