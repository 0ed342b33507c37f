package dev.freshet.server.auth;

import java.util.concurrent.CompletionStage;

/// Turns a request's credentials into an identity.
///
/// Called on an event loop: it must not block, and must return a completed stage when the answer is
/// in memory. What needs a table or another server completes later, on any thread.
@FunctionalInterface
public interface Authenticator {
    CompletionStage<AuthResult> authenticate(AuthRequest request);
}
