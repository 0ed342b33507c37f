package dev.freshet.source;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a source learns with each of its three calls.
///
/// @param orgId the organisation, from 1
/// @param user who asks; null when the server itself does. A running stream has the user of its
///   first subscriber
/// @param dataSource the data source of a channel `ds/<uid>/…`, as it is at the time of the call;
///   null for channels `plugin/<id>/…`
/// @param path the channel's path only: `cpu/total` of `ds/P12/cpu/total`
/// @param data what the client sent along: its subscribe data, or what it publishes; null when
///   nothing
/// @param headers identity headers to forward, mostly empty
public record StreamRequest(
        long orgId,
        @Nullable StreamUser user,
        @Nullable DataSource dataSource,
        String path,
        @Nullable RawJson data,
        Map<String, String> headers) {
    public StreamRequest {
        headers = Map.copyOf(headers);
    }
}
