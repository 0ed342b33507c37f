package dev.freshet.server.auth;

import dev.freshet.server.problem.Problem;
import java.time.Duration;

/// What came of a request's credentials.
public sealed interface AuthResult {
    /// A known identity; the anonymous viewer is one.
    record SignedIn(SignedInUser user) implements AuthResult {}

    /// Credentials were given and are wrong, expired or throttled.
    ///
    /// @param retryAfter for the `Retry-After` header, zero when repeating does not help
    record Refused(Problem problem, Duration retryAfter) implements AuthResult {
        public Refused(Problem problem) {
            this(problem, Duration.ZERO);
        }
    }

    /// Nothing was given, and anonymous access is off.
    record NoCredentials() implements AuthResult {}
}
