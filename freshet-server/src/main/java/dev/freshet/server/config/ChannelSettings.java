package dev.freshet.server.config;

import dev.freshet.server.auth.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One `[freshet.channel.<name>]`: who may use the channels of a pattern.
///
/// @param pattern as written; its grammar is checked where it is compiled
/// @param publish null for nobody
public record ChannelSettings(String name, String pattern, Role subscribe, @Nullable Role publish) {
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
            if (pattern.isEmpty()) {
                values.reject(
                        Keys.CHANNEL_PATTERN,
                        section,
                        "is missing; write for example pattern = stream/bench/*");
            } else if (section.length() > PREFIX.length()) {
                var name = section.substring(PREFIX.length());
                channels.add(new ChannelSettings(name, pattern, subscribe, publish));
            }
        }
        return List.copyOf(channels);
    }
}
