package dev.freshet.server.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;

/// A finite double as text, exactly as it stands in frame JSON.
public final class NumberText {
    private NumberText() {}

    /// The shortest text that reads back as the same double: `1`, `0.25`, `1e+21`.
    public static String of(double value) {
        byte[] text = new byte[DoubleText.MAX_BYTES];
        return new String(text, 0, DoubleText.write(value, text, 0), US_ASCII);
    }
}
