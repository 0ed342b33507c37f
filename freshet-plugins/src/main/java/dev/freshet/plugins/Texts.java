package dev.freshet.plugins;

/// What others wrote, made fit for one line of ours.
final class Texts {
    private Texts() {}

    /// The text without control characters and at most so long.
    static String clipped(String text, int maxLength) {
        String line = text.strip();
        var clean = new StringBuilder(Math.min(line.length(), maxLength) + 1);
        for (int i = 0; i < line.length() && clean.length() < maxLength; i++) {
            char c = line.charAt(i);
            clean.append(Character.isISOControl(c) ? ' ' : c);
        }
        return line.length() > maxLength ? clean.append('…').toString() : clean.toString();
    }
}
