package dev.freshet.server.channel;

import dev.freshet.engine.channel.ChannelPattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The patterns of the configuration, which are over `scope/namespace/path` in whatever
/// organisation; the grammar is the engine's.
public final class AddressPattern {
    private static final String LEGAL = "[A-Za-z0-9_.=-]+";

    private AddressPattern() {}

    /// Reads a pattern.
    ///
    /// @throws IllegalArgumentException with a sentence when it is wrong
    public static ChannelPattern compile(String source) {
        var fault = fault(source);
        if (fault != null) {
            throw new IllegalArgumentException(
                    "Channel pattern \"" + source + "\" is wrong: " + fault + ".");
        }
        return ChannelPattern.compile(source);
    }

    /// What is wrong with a pattern and how one looks, as a part of a sentence; null when nothing
    /// is.
    public static @Nullable String fault(String source) {
        var reason = ChannelPattern.fault(source);
        if (reason == null) {
            reason = faultOfAddress(source);
        }
        return reason == null ? null : reason + "; write for example stream/bench/*";
    }

    private static @Nullable String faultOfAddress(String source) {
        if (source.length() > ChannelAddress.MAX_BYTES) {
            return "it is longer than " + ChannelAddress.MAX_BYTES + " bytes";
        }
        var segments = List.of(source.split("/", -1));
        boolean open = segments.getLast().equals("*");
        for (var segment : open ? segments.subList(0, segments.size() - 1) : segments) {
            if (!(segment.startsWith(":") ? segment.substring(1) : segment).matches(LEGAL)) {
                return "segment \"" + segment + "\" has more than letters, digits and _ - . =";
            }
        }
        return segments.size() < 3 && !open
                ? "a channel has at least three segments, scope/namespace/path"
                : null;
    }

    /// The same pattern over canonical names, which have the organisation's number in front.
    public static String canonical(ChannelPattern pattern) {
        return ":org/" + pattern;
    }
}
