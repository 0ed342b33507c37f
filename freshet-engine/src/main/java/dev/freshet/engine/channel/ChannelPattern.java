package dev.freshet.engine.channel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A pattern over channels: segments between `/` are literal, `:name` for any one segment that is
/// not empty, or a trailing `*` for the rest, which may be several segments but not nothing.
///
/// Where several fit a channel the most literal one decides; two that fit the same channels without
/// one being more literal conflict. Immutable.
public final class ChannelPattern {
    private final String source;
    private final List<String> segments;

    private ChannelPattern(String source) {
        this.source = source;
        this.segments = segments(source);
    }

    /// Reads a pattern.
    ///
    /// @throws IllegalArgumentException with a sentence when it is wrong
    public static ChannelPattern compile(String source) {
        var fault = fault(source);
        if (fault != null) {
            throw new IllegalArgumentException(
                    "Channel pattern \""
                            + source
                            + "\" is wrong: "
                            + fault
                            + "; write for example news/* or room/:id/chat.");
        }
        return new ChannelPattern(source);
    }

    /// What is wrong with a pattern, as a part of a sentence; null when nothing is.
    public static @Nullable String fault(String source) {
        var segments = segments(source);
        for (int i = 0; i < segments.size(); i++) {
            var segment = segments.get(i);
            if (segment.isEmpty()) {
                return "a segment between / is empty";
            }
            if (segment.equals(":")) {
                return ": needs a name, as in :id";
            }
            if (segment.indexOf('*') >= 0 && !(segment.equals("*") && i == segments.size() - 1)) {
                return "* stands for the rest and can only be the whole last segment";
            }
        }
        return null;
    }

    private static List<String> segments(String source) {
        return List.of(source.split("/", -1));
    }

    /// True when the channel fits.
    public boolean matches(String channel) {
        int at = 0;
        for (int i = 0; i < segments.size(); i++) {
            var segment = segments.get(i);
            if (isRest(segment)) {
                return at < channel.length();
            }
            int slash = channel.indexOf('/', at);
            int end = slash < 0 ? channel.length() : slash;
            if (isName(segment) ? end == at : !isAt(channel, at, end, segment)) {
                return false;
            }
            if (slash < 0) {
                return i == segments.size() - 1;
            }
            at = end + 1;
        }
        return false;
    }

    private static boolean isAt(String channel, int start, int end, String segment) {
        return end - start == segment.length() && channel.startsWith(segment, start);
    }

    /// True when this pattern is at least as literal in every segment and more so in one: a literal
    /// before `:name`, that before `*`.
    public boolean isMoreLiteralThan(ChannelPattern other) {
        boolean more = false;
        for (int i = 0; i < Math.min(segments.size(), other.segments.size()); i++) {
            if (kind(i) > other.kind(i)) {
                return false;
            }
            more |= kind(i) < other.kind(i);
        }
        return more;
    }

    /// True when some channel fits both and neither is the more literal one.
    public boolean conflictsWith(ChannelPattern other) {
        return overlaps(other) && !isMoreLiteralThan(other) && !other.isMoreLiteralThan(this);
    }

    private boolean overlaps(ChannelPattern other) {
        if (!canBeAsLongAs(other) || !other.canBeAsLongAs(this)) {
            return false;
        }
        for (int i = 0; i < Math.min(segments.size(), other.segments.size()); i++) {
            boolean literal = kind(i) == 0 && other.kind(i) == 0;
            if (literal && !segments.get(i).equals(other.segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean canBeAsLongAs(ChannelPattern other) {
        return isRest(segments.getLast()) || segments.size() >= other.segments.size();
    }

    private int kind(int i) {
        return isRest(segments.get(i)) ? 2 : isName(segments.get(i)) ? 1 : 0;
    }

    static boolean isName(String segment) {
        return segment.startsWith(":");
    }

    static boolean isRest(String segment) {
        return segment.equals("*");
    }

    List<String> segments() {
        return segments;
    }

    @Override
    public String toString() {
        return source;
    }
}
