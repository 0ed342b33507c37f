package dev.freshet.server.push;

import dev.freshet.server.channel.ChannelAddress;
import dev.freshet.server.http.Request;
import dev.freshet.server.problem.Problem;

/// What a push says about itself in path and query.
///
/// @param partial keep the good lines of a body with bad ones
record PushParameters(String streamId, FrameFormat format, boolean partial) {
    static final String STREAM_ID = "streamId";
    private static final int LONGEST_ID = 100;

    /// What came of reading them.
    sealed interface Read {
        record Fine(PushParameters parameters) implements Read {}

        record Wrong(Problem problem) implements Read {}
    }

    /// @param partialByDefault holds when the query does not say
    static Read of(Request request, boolean partialByDefault) {
        return of(request, request.parameter(STREAM_ID), partialByDefault);
    }

    static Read of(Request request, String streamId, boolean partialByDefault) {
        if (!ChannelAddress.isNamespace(streamId) || streamId.length() > LONGEST_ID) {
            return new Read.Wrong(PushRefusals.streamId(streamId));
        }
        var formatName = query(request, "gf_live_frame_format");
        var format = FrameFormat.of(formatName);
        if (format.isEmpty()) {
            return new Read.Wrong(PushRefusals.format(formatName));
        }
        var partial = query(request, "partial");
        return switch (partial) {
            case "" -> new Read.Fine(new PushParameters(streamId, format.get(), partialByDefault));
            case "true", "1" -> new Read.Fine(new PushParameters(streamId, format.get(), true));
            case "false", "0" -> new Read.Fine(new PushParameters(streamId, format.get(), false));
            default -> new Read.Wrong(PushRefusals.partial(partial));
        };
    }

    private static String query(Request request, String name) {
        var value = request.query(name);
        return value == null ? "" : value;
    }
}
