package dev.freshet.plugins;

import dev.freshet.source.RawJson;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A plugin's answers to QueryData, by the queries' `refId`.
public record QueryReply(Map<String, Answer> answers) {
    public QueryReply {
        answers = Map.copyOf(answers);
    }

    /// How frames are written.
    public enum Format {
        /// Arrow's IPC file format, what plugins built before February 2026 answer with.
        ARROW,
        /// A data frame's JSON.
        JSON
    }

    /// The answer to one query.
    ///
    /// @param frames each in `format`, as the plugin wrote it, unchecked; not to be changed
    /// @param error the plugin's text; empty when it worked
    /// @param jsonMeta the plugin's own remarks
    /// @param status an HTTP status; 0 when the plugin gave none
    /// @param errorSource `plugin` or `downstream`; empty when unknown
    public record Answer(
            List<byte[]> frames,
            Format format,
            String error,
            @Nullable RawJson jsonMeta,
            int status,
            String errorSource) {
        public Answer {
            frames = List.copyOf(frames);
        }
    }
}
