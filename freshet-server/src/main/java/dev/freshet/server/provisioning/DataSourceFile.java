package dev.freshet.server.provisioning;

import dev.freshet.server.datasource.DataSourceSettings;
import dev.freshet.server.provisioning.Faults.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one file says, without regard to what there is.
///
/// @param prune data sources of files that are in none any more go
record DataSourceFile(List<Wanted> wanted, List<Unwanted> unwanted, boolean prune) {
    DataSourceFile {
        wanted = List.copyOf(wanted);
        unwanted = List.copyOf(unwanted);
    }

    /// A data source that is to be there.
    ///
    /// @param settings in whatever organisation
    record Wanted(Place place, Org org, DataSourceSettings settings) {}

    /// A data source that is to be gone.
    record Unwanted(Place place, Org org, String name) {}

    /// An organisation as a file names it.
    ///
    /// @param name goes before the number when it is not empty
    record Org(long id, String name) {
        /// Its number, empty when there is no such organisation.
        Optional<Long> in(Map<Long, String> organisations) {
            if (name.isEmpty()) {
                return organisations.containsKey(id) ? Optional.of(id) : Optional.empty();
            }
            return organisations.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(name))
                    .map(Map.Entry::getKey)
                    .findFirst();
        }

        @Override
        public String toString() {
            return name.isEmpty() ? Long.toString(id) : "\"" + name + "\"";
        }
    }
}
