package dev.freshet.server.managedstream;

import dev.freshet.source.RawJson;
import java.time.Instant;
import java.util.List;

/// What is known of a managed stream.
///
/// @param channel scope, namespace and path, without the organisation
/// @param data `{"schema":…}`, the union of what the stream has seen
/// @param fields how many fields that schema has
/// @param minuteRate the pushes of the last 60 s
/// @param lastPush when the last one came
/// @param number the number of the last publication
/// @param losses values that were not kept, by field
public record StreamInfo(
        String channel,
        RawJson data,
        int fields,
        int minuteRate,
        Instant lastPush,
        long number,
        List<FieldLoss> losses) {
    public StreamInfo {
        losses = List.copyOf(losses);
    }
}
