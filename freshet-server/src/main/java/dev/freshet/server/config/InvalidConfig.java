package dev.freshet.server.config;

import java.util.List;
import java.util.stream.Collectors;

/// The configuration cannot be used; lists every wrong setting at once and stops the start.
public final class InvalidConfig extends Exception {
    private final transient List<ConfigProblem> problems;

    public InvalidConfig(List<ConfigProblem> problems) {
        super(
                problems.stream()
                        .map(ConfigProblem::toString)
                        .collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
    }

    /// Everything that is wrong, in the order of the sources.
    public List<ConfigProblem> problems() {
        return problems;
    }
}
