package dev.freshet.server.query;

import dev.freshet.plugins.QueryReply;
import dev.freshet.plugins.arrow.ArrowFrames;
import dev.freshet.plugins.arrow.UnreadableArrow;
import dev.freshet.server.frame.FrameJson;
import dev.freshet.server.query.AnswerJson.Result;
import dev.freshet.source.RawJson;
import java.util.ArrayList;

/// Frames that a plugin has answered with, checked before they are passed on.
final class PluginFrames {
    private static final int BAD_GATEWAY = 502;

    private PluginFrames() {}

    static Result of(String pluginId, QueryReply.Answer answer) {
        var frames = new ArrayList<byte[]>();
        for (var frame : answer.frames()) {
            try {
                frames.add(json(answer.format(), frame));
            } catch (UnreadableArrow e) {
                return failed(pluginId, "a frame that " + e.getMessage());
            } catch (IllegalArgumentException e) {
                return failed(pluginId, "broken JSON: " + e.getMessage());
            }
        }
        return new Result.Frames(frames);
    }

    private static byte[] json(QueryReply.Format format, byte[] frame) throws UnreadableArrow {
        return switch (format) {
            case JSON -> RawJson.of(frame).toBytes();
            case ARROW -> FrameJson.full(ArrowFrames.read(frame));
        };
    }

    private static Result failed(String pluginId, String what) {
        return new Result.Failed(
                BAD_GATEWAY, "Plugin \"" + pluginId + "\" answered with " + what + ".", "");
    }
}
