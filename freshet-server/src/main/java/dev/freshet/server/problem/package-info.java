/// Refusals that a person can meet: [ProblemType] lists them all, [Problem] is one of them with its
/// sentence. Every feature uses this package; it uses nothing.
@NullMarked
package dev.freshet.server.problem;

import org.jspecify.annotations.NullMarked;
