package dev.freshet.server.live;

import dev.freshet.server.channel.Json;
import org.jspecify.annotations.Nullable;

/// One entry of the channel list.
///
/// @param channel without organisation
/// @param kind `managed`, `source` or `events`
/// @param minuteRate publications in the last 60 seconds
/// @param schema the frame schema `{"name":…,"fields":[…]}`, [Json#NONE] when none is known
/// @param lastMessageAgeMillis negative when nothing came yet
/// @param measurement the name as it was pushed, when it is no legal path and was mapped
/// @param slowDropped messages that slow subscribers were not sent
/// @param slowClosed connections that were closed because they did not read them
/// @param trouble why its stream does not run, empty when it does or needs none
public record ListedChannel(
        String channel,
        String kind,
        int minuteRate,
        int subscribers,
        Json schema,
        long lastMessageAgeMillis,
        @Nullable String measurement,
        long slowDropped,
        long slowClosed,
        String trouble) {}
