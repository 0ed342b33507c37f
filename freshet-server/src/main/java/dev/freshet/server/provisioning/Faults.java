package dev.freshet.server.provisioning;

import dev.freshet.server.config.ConfigProblem;
import dev.freshet.server.config.InvalidConfig;
import dev.freshet.server.config.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects what is wrong with files, so that all of it is said at once. Owned by one thread.
final class Faults {
    private final List<Fault> problems = new ArrayList<>();
    private final List<Fault> warnings = new ArrayList<>();

    /// A line of a file.
    ///
    /// @param line counted from 1
    record Place(String file, int line) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::file).thenComparingInt(Place::line);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }

        @Override
        public String toString() {
            return file + ":" + line;
        }
    }

    void problem(Place place, String sentence) {
        problems.add(new Fault(place, sentence));
    }

    void warning(Place place, String sentence) {
        warnings.add(new Fault(place, sentence));
    }

    /// In the order of files and lines.
    List<ConfigProblem> warnings() {
        return inOrder(warnings);
    }

    void throwIfAny() throws InvalidConfig {
        if (!problems.isEmpty()) {
            throw new InvalidConfig(inOrder(problems));
        }
    }

    private record Fault(Place place, String sentence) {
        ConfigProblem asProblem() {
            return new ConfigProblem(new Origin.FileLine(place.file(), place.line()), sentence);
        }
    }

    private static List<ConfigProblem> inOrder(List<Fault> faults) {
        return faults.stream()
                .sorted(Comparator.comparing(Fault::place))
                .map(Fault::asProblem)
                .distinct()
                .toList();
    }
}
