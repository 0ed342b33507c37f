package dev.freshet.server.channel;

import java.util.List;

/// A pattern over channels: segments between `/` are literal, `:name` for any one segment, or a
/// trailing `*` for the rest, which may be several segments but not nothing.
public final class ChannelPattern {
    private static final String LEGAL = "[A-Za-z0-9_.=-]+";

    private final String source;
    private final List<String> segments;

    private ChannelPattern(String source, List<String> segments) {
        this.source = source;
        this.segments = segments;
    }

    /// Throws [IllegalArgumentException] with a sentence when the pattern is wrong.
    public static ChannelPattern compile(String source) {
        var segments = List.of(source.split("/", -1));
        if (source.length() > ChannelAddress.MAX_BYTES) {
            throw wrong(source, "it is longer than " + ChannelAddress.MAX_BYTES + " bytes");
        }
        for (int i = 0; i < segments.size(); i++) {
            check(source, segments.get(i), i == segments.size() - 1);
        }
        if (segments.size() < 3 && !segments.getLast().equals("*")) {
            throw wrong(source, "a channel has at least three segments, scope/namespace/path");
        }
        return new ChannelPattern(source, segments);
    }

    private static void check(String source, String segment, boolean last) {
        if (segment.equals("*") && !last) {
            throw wrong(source, "* stands for the rest and can only be the last segment");
        }
        boolean fine =
                segment.equals("*")
                        || (segment.startsWith(":") ? segment.substring(1) : segment)
                                .matches(LEGAL);
        if (!fine) {
            throw wrong(
                    source,
                    "segment \""
                            + segment
                            + "\" is neither letters, digits and _ - . = nor :name nor *");
        }
    }

    private static IllegalArgumentException wrong(String source, String reason) {
        return new IllegalArgumentException(
                "Channel pattern \""
                        + source
                        + "\" is wrong: "
                        + reason
                        + "; for example stream/bench/*.");
    }

    /// True when `channel` (`scope/namespace/path`) fits.
    public boolean matches(String channel) {
        int at = 0;
        for (int i = 0; i < segments.size(); i++) {
            var segment = segments.get(i);
            if (segment.equals("*")) {
                return at < channel.length();
            }
            int slash = channel.indexOf('/', at);
            int end = slash < 0 ? channel.length() : slash;
            boolean fits = segment.startsWith(":") ? end > at : isAt(channel, at, end, segment);
            if (!fits) {
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
    boolean isMoreLiteralThan(ChannelPattern other) {
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
    boolean conflictsWith(ChannelPattern other) {
        return overlaps(other) && !isMoreLiteralThan(other) && !other.isMoreLiteralThan(this);
    }

    private boolean overlaps(ChannelPattern other) {
        boolean open = segments.getLast().equals("*") || other.segments.getLast().equals("*");
        if (!open && segments.size() != other.segments.size()) {
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

    private int kind(int i) {
        return segments.get(i).equals("*") ? 2 : segments.get(i).startsWith(":") ? 1 : 0;
    }

    @Override
    public String toString() {
        return source;
    }
}
