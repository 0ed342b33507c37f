package dev.freshet.sources.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Shown;
import java.util.List;

/// The topics that a query follows: one, or with the wildcards `+` (any one level) and `#` (all
/// that follow).
record TopicFilter(String text, List<String> levels) {
    private static final int LONGEST = 65_535;

    static TopicFilter of(String text) throws SourceException {
        if (text.isEmpty()) {
            throw new SourceException(
                    "The query has no topic.", "Set topic, for example home/+/temperature.");
        }
        if (text.indexOf('\0') >= 0 || text.getBytes(UTF_8).length > LONGEST) {
            throw wrong(text, "is too long or has a NUL character", "Shorten it.");
        }
        if (text.startsWith("$share/")) {
            throw wrong(
                    text,
                    "is a shared subscription, which gives each message to one client only",
                    "Leave out $share/group/.");
        }
        var levels = List.of(text.split("/", -1));
        for (int i = 0; i < levels.size(); i++) {
            checkLevel(levels.get(i), i == levels.size() - 1, text);
        }
        return new TopicFilter(text, levels);
    }

    private static void checkLevel(String level, boolean isLast, String text)
            throws SourceException {
        if (level.contains("#") && !(level.equals("#") && isLast)) {
            throw wrong(
                    text,
                    "has # where it cannot stand",
                    "Write # as the last level only, as in home/#.");
        }
        if (level.contains("+") && !level.equals("+")) {
            throw wrong(
                    text, "has + within a level", "Write + as a whole level, as in home/+/light.");
        }
    }

    private static SourceException wrong(String text, String what, String hint) {
        return new SourceException("Topic \"" + Shown.of(text) + "\" " + what + ".", hint);
    }

    boolean hasWildcard() {
        return levels.contains("+") || levels.getLast().equals("#");
    }

    /// True when there may be a topic that both follow.
    boolean overlaps(TopicFilter other) {
        int common = Math.min(levels.size(), other.levels.size());
        for (int i = 0; i < common; i++) {
            var mine = levels.get(i);
            var others = other.levels.get(i);
            if (mine.equals("#") || others.equals("#")) {
                return true;
            }
            if (!mine.equals(others) && !mine.equals("+") && !others.equals("+")) {
                return false;
            }
        }
        return levels.size() == other.levels.size() || (endsAt(common) || other.endsAt(common));
    }

    /// True when all that is left is `#`, which also means the level above it.
    private boolean endsAt(int level) {
        return levels.size() == level + 1 && levels.get(level).equals("#");
    }
}
