package dev.freshet.sources.upstream;

/// Values from outside, short enough to stand in a sentence.
public final class Shown {
    private static final int LONGEST_VALUE = 100;
    private static final int LONGEST_REASON = 300;

    private Shown() {}

    /// A value, or its beginning.
    public static String of(String value) {
        return beginning(value, LONGEST_VALUE);
    }

    /// What a data source says about why it refused, or the beginning of it.
    public static String reason(String text) {
        return beginning(text.strip(), LONGEST_REASON);
    }

    private static String beginning(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest) + "…" : text;
    }
}
