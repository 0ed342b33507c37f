package dev.freshet.server.provisioning;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.server.channel.ChannelAddress;
import dev.freshet.server.datasource.NamedStream;
import dev.freshet.server.provisioning.Faults.Place;
import dev.freshet.source.RawJson;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads `streams:` of a data source.
///
/// Queries are not expanded: `$__interval`, `$timeFilter` and the like in them are the type's.
final class NamedStreamReader {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*");
    private static final int MOST = 1000;
    private static final int LONGEST_QUERY = 1 << 16;

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration RANGE = Duration.ofMinutes(15);
    private static final Duration LEAST = Duration.ofMillis(100);
    private static final Duration MOST_BACK = Duration.ofDays(7);

    /// Reads them; what cannot be understood is noted.
    ///
    /// @param uid of the data source, empty when the file says none
    List<NamedStream> read(Section dataSource, String uid) {
        var sections = dataSource.sections("streams");
        if (sections.size() > MOST) {
            dataSource.problem(
                    "streams",
                    "has "
                            + sections.size()
                            + " entries; a data source has at most 1,000. Make another data source"
                            + " for the others.");
            return List.of();
        }
        int room = room(uid);
        var places = new HashMap<String, Place>();
        return sections.stream().map(section -> stream(section, room, places)).toList();
    }

    private static NamedStream stream(Section section, int room, Map<String, Place> places) {
        var stream =
                new NamedStream(
                        name(section, room, places),
                        query(section),
                        section.duration("interval", INTERVAL, LEAST, MOST_BACK),
                        section.duration("range", RANGE, LEAST, MOST_BACK),
                        section.duration("delay", Duration.ZERO, Duration.ZERO, MOST_BACK),
                        overlap(section));
        section.finish();
        return stream;
    }

    private static String name(Section section, int room, Map<String, Place> places) {
        var name = section.required("name");
        if (!name.isEmpty()) {
            var first = places.putIfAbsent(name, section.place("name"));
            var fault = first == null ? fault(name, room) : "stands already at " + first + ".";
            if (!fault.isEmpty()) {
                section.problem(
                        "name", "is \"" + ChannelAddress.quote(name) + "\", which " + fault);
            }
        }
        return name;
    }

    private static String fault(String name, int room) {
        int bytes = name.getBytes(UTF_8).length;
        if (bytes > room) {
            return "has "
                    + bytes
                    + " bytes; at most "
                    + room
                    + " fit into the channel ds/<uid>/<name>, which may have "
                    + ChannelAddress.MAX_BYTES
                    + ".";
        }
        if (!NAME.matcher(name).matches()) {
            return "cannot be in a channel; write letters, digits, -, _ and ., with / between"
                    + " parts, for example cpu/load.";
        }
        return name.equals("q") || name.startsWith("q/")
                ? "is taken: q and what begins with q/ are the queries of panels. Choose another"
                        + " name."
                : "";
    }

    private static RawJson query(Section section) {
        var query = section.verbatim("query");
        if (query.byteLength() > LONGEST_QUERY) {
            section.problem(
                    "query",
                    "has " + query.byteLength() + " bytes as JSON; at most 65,536 are possible.");
        }
        return query;
    }

    private static @Nullable Duration overlap(Section section) {
        return section.text("overlap").isBlank()
                ? null
                : section.duration("overlap", Duration.ZERO, Duration.ZERO, MOST_BACK);
    }

    /// A data source that is not given a uid may have any.
    private static int room(String uid) {
        int longest = DataSourceFileReader.LONGEST_UID;
        int uidBytes = uid.isEmpty() ? longest : Math.min(longest, uid.length());
        return ChannelAddress.MAX_BYTES - "ds//".length() - uidBytes;
    }
}
