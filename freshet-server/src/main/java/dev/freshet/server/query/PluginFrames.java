package dev.freshet.server.query;

import dev.freshet.plugins.QueryReply;
import dev.freshet.server.query.AnswerJson.Result;
import dev.freshet.source.RawJson;
import java.util.ArrayList;

/// Frames that a plugin has answered with, checked before they are passed on.
final class PluginFrames {
    private PluginFrames() {}

    static Result of(String pluginId, QueryReply.Answer answer) {
        var frames = new ArrayList<byte[]>();
        for (var frame : answer.frames()) {
            if (answer.format() == QueryReply.Format.ARROW) {
                return new Result.Failed(
                        502,
                        "Plugin \""
                                + pluginId
                                + "\" answers with frames in Arrow's format, which is not read.",
                        "");
            }
            try {
                frames.add(RawJson.of(frame).toBytes());
            } catch (IllegalArgumentException e) {
                return new Result.Failed(
                        502,
                        "Plugin \"" + pluginId + "\" answered with broken JSON: " + e.getMessage(),
                        "");
            }
        }
        return new Result.Frames(frames);
    }
}
