package dev.freshet.server.config;

import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.server.auth.Role;
import dev.freshet.server.channel.AddressPattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One `[freshet.channel.<name>]`: who may use the channels of a pattern, and what they offer.
///
/// @param pattern as written
/// @param publish null for nobody
public record ChannelSettings(
        String name,
        String pattern,
        Role subscribe,
        @Nullable Role publish,
        ChannelOptions options) {
    private static final String PREFIX = "freshet.channel.";

    public ChannelSettings {
        if (name.isEmpty() || pattern.isEmpty()) {
            throw new IllegalArgumentException("A channel section needs a name and a pattern");
        }
    }

    static List<ChannelSettings> from(Values values) {
        var channels = new ArrayList<ChannelSettings>();
        for (var section : values.sections(PREFIX)) {
            var pattern = values.get(Keys.CHANNEL_PATTERN, section);
            var subscribe = values.get(Keys.CHANNEL_SUBSCRIBE, section);
            var publish = values.get(Keys.CHANNEL_PUBLISH, section).orElse(null);
            var options = new ChannelOptionsReader(values, section).read();
            if (isUsable(values, section, pattern) && section.length() > PREFIX.length()) {
                refuseConflicts(values, section, pattern, channels);
                var name = section.substring(PREFIX.length());
                channels.add(new ChannelSettings(name, pattern, subscribe, publish, options));
            }
        }
        return List.copyOf(channels);
    }

    private static boolean isUsable(Values values, String section, String pattern) {
        if (pattern.isEmpty()) {
            values.reject(
                    Keys.CHANNEL_PATTERN,
                    section,
                    "is missing; write for example pattern = stream/bench/*");
            return false;
        }
        var fault = AddressPattern.fault(pattern);
        if (fault != null) {
            values.reject(Keys.CHANNEL_PATTERN, section, "is wrong: " + fault);
        }
        return fault == null;
    }

    private static void refuseConflicts(
            Values values, String section, String pattern, List<ChannelSettings> others) {
        var compiled = AddressPattern.compile(pattern);
        for (var other : others) {
            if (compiled.conflictsWith(AddressPattern.compile(other.pattern()))) {
                values.reject(
                        Keys.CHANNEL_PATTERN,
                        section,
                        "fits the same channels as "
                                + other.pattern()
                                + " in ["
                                + PREFIX
                                + other.name()
                                + "], and neither is more literal; make one more literal or remove"
                                + " it");
            }
        }
    }
}
