package dev.freshet.server.provisioning;

import dev.freshet.server.datasource.NamedStream;
import dev.freshet.server.datasource.NamedStreamRules;
import dev.freshet.server.datasource.StreamTime;
import dev.freshet.server.provisioning.Faults.Place;
import dev.freshet.source.RawJson;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads `streams:` of a data source.
///
/// Queries are not expanded: `$__interval`, `$timeFilter` and the like in them are the type's.
final class NamedStreamReader {
    /// Reads them; what cannot be understood is noted.
    ///
    /// @param uid of the data source, empty when the file says none
    List<NamedStream> read(Section dataSource, String uid) {
        var sections = dataSource.sections("streams");
        var tooMany = NamedStreamRules.countFault(sections.size());
        if (!tooMany.isEmpty()) {
            dataSource.problem("streams", tooMany);
            return List.of();
        }
        var places = new HashMap<String, Place>();
        return sections.stream().map(section -> stream(section, uid, places)).toList();
    }

    private static NamedStream stream(Section section, String uid, Map<String, Place> places) {
        var stream =
                new NamedStream(
                        name(section, uid, places),
                        query(section),
                        time(section, StreamTime.INTERVAL),
                        time(section, StreamTime.RANGE),
                        time(section, StreamTime.DELAY),
                        overlap(section));
        section.finish();
        return stream;
    }

    private static String name(Section section, String uid, Map<String, Place> places) {
        var name = section.required("name");
        if (!name.isEmpty()) {
            var first = places.putIfAbsent(name, section.place("name"));
            var fault =
                    first == null
                            ? NamedStreamRules.nameFault(name, uid)
                            : NamedStreamRules.repeatedFault(name, first.toString());
            if (!fault.isEmpty()) {
                section.problem("name", fault);
            }
        }
        return name;
    }

    private static RawJson query(Section section) {
        var query = section.verbatim("query");
        var fault = NamedStreamRules.queryFault(query);
        if (!fault.isEmpty()) {
            section.problem("query", fault);
        }
        return query;
    }

    private static Duration time(Section section, StreamTime time) {
        return section.parsed(time.key(), time.usual(), time::parse);
    }

    private static @Nullable Duration overlap(Section section) {
        return section.text("overlap").isBlank() ? null : time(section, StreamTime.OVERLAP);
    }
}
