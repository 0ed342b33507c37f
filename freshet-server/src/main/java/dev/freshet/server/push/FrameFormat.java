package dev.freshet.server.push;

import java.util.Locale;
import java.util.Optional;

/// How lines become frames: query parameter `gf_live_frame_format`.
public enum FrameFormat {
    /// One row per line, its tags as text in the column `labels`.
    LABELS_COLUMN,
    /// One row per time stamp, a column for each field of each tag set.
    WIDE;

    /// The format of this name in any case; the default for the empty text.
    public static Optional<FrameFormat> of(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "", "labels_column" -> Optional.of(LABELS_COLUMN);
            case "wide" -> Optional.of(WIDE);
            default -> Optional.empty();
        };
    }
}
