package dev.freshet.plugins;

import java.io.Serial;

/// A process did not become a plugin that answers.
final class StartFailure extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final transient Refusal refusal;
    private final boolean lasting;

    /// @param lasting whether another attempt with the same program would end the same way
    StartFailure(Refusal refusal, boolean lasting) {
        super(refusal.message());
        this.refusal = refusal;
        this.lasting = lasting;
    }

    Refusal refusal() {
        return refusal;
    }

    boolean lasting() {
        return lasting;
    }
}
