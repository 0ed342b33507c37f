package dev.freshet.server.channel;

import dev.freshet.server.problem.Problem;
import java.util.Optional;

/// What a user may do on a channel.
///
/// @param subscribe why not, empty when allowed
/// @param publish why not, empty when allowed
public record Permissions(Optional<Problem> subscribe, Optional<Problem> publish) {
    public static final Permissions ALL = new Permissions(Optional.empty(), Optional.empty());

    /// Neither is possible, for one reason.
    static Permissions none(Problem problem) {
        return new Permissions(Optional.of(problem), Optional.of(problem));
    }

    /// What both allow.
    Permissions and(Permissions other) {
        return new Permissions(subscribe.or(other::subscribe), publish.or(other::publish));
    }
}
