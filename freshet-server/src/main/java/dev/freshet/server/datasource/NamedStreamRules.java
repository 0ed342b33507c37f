package dev.freshet.server.datasource;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.server.channel.ChannelAddress;
import dev.freshet.source.RawJson;
import java.util.regex.Pattern;

/// What named streams may be, wherever they come from. A fault completes *streams …*, *name …* or
/// *query …*; it is empty when there is none. [StreamTime] has the rules of times.
public final class NamedStreamRules {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*");
    private static final int MOST = 1000;
    private static final int LONGEST_QUERY = 1 << 16;

    private NamedStreamRules() {}

    /// Whether there may be so many.
    ///
    /// @param count how many one data source is to have
    public static String countFault(int count) {
        return count > MOST
                ? "has "
                        + count
                        + " entries; a data source has at most 1,000. Make another data source"
                        + " for the others."
                : "";
    }

    /// Whether a stream may be called so.
    ///
    /// @param uid of the data source, empty when it is not given one: then it may have any
    public static String nameFault(String name, String uid) {
        int bytes = name.getBytes(UTF_8).length;
        int room = room(uid);
        if (bytes > room) {
            return named(
                    name,
                    "has "
                            + bytes
                            + " bytes; at most "
                            + room
                            + " fit into the channel ds/<uid>/<name>, which may have "
                            + ChannelAddress.MAX_BYTES
                            + ".");
        }
        if (!NAME.matcher(name).matches()) {
            return named(
                    name,
                    "cannot be in a channel; write letters, digits, -, _ and ., with / between"
                            + " parts, for example cpu/load.");
        }
        return name.equals("q") || name.startsWith("q/")
                ? named(
                        name,
                        "is taken: q and what begins with q/ are the queries of panels. Choose"
                                + " another name.")
                : "";
    }

    /// That there is one of that name.
    ///
    /// @param first where the same name stands
    public static String repeatedFault(String name, String first) {
        return named(name, "stands already at " + first + ".");
    }

    public static String queryFault(RawJson query) {
        return query.byteLength() > LONGEST_QUERY
                ? "has " + query.byteLength() + " bytes as JSON; at most 65,536 are possible."
                : "";
    }

    private static String named(String name, String fault) {
        return "is \"" + ChannelAddress.quote(name) + "\", which " + fault;
    }

    private static int room(String uid) {
        int longest = DataSourceRules.LONGEST_UID;
        int uidBytes = uid.isEmpty() ? longest : Math.min(longest, uid.length());
        return ChannelAddress.MAX_BYTES - "ds//".length() - uidBytes;
    }
}
