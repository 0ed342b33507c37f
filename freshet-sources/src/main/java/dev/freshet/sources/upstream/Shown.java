package dev.freshet.sources.upstream;

import java.time.Duration;

/// Values from outside, short enough to stand in a sentence.
public final class Shown {
    private static final int LONGEST_VALUE = 100;
    private static final int LONGEST_REASON = 300;

    private Shown() {}

    /// A value, or its beginning.
    public static String of(String value) {
        return beginning(value, LONGEST_VALUE);
    }

    /// What a data source says about why it refused, or the beginning of it; without the full stop,
    /// which ours follows.
    public static String reason(String text) {
        return beginning(text.strip().replaceFirst("(?<!\\.)\\.$", ""), LONGEST_REASON);
    }

    /// A time in seconds: `5`, `0.3`.
    public static String seconds(Duration time) {
        return String.valueOf(time.toMillis() / 1000.0).replaceAll("\\.0$", "");
    }

    private static String beginning(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest) + "…" : text;
    }
}
