package dev.freshet.server.config;

import java.util.Collection;
import java.util.Optional;

/// Finds what was probably meant by a misspelt name.
public final class NearestName {
    private static final int LONGEST = 120;

    private NearestName() {}

    /// The candidate with the smallest edit distance, when at most a third of the name is wrong.
    public static Optional<String> to(String name, Collection<String> candidates) {
        return to(name, candidates, Math.max(2, name.length() / 3));
    }

    /// The candidate with the smallest edit distance, when that is at most `allowed`.
    public static Optional<String> to(String name, Collection<String> candidates, int allowed) {
        if (name.length() > LONGEST) {
            return Optional.empty();
        }
        String nearest = null;
        int best = allowed + 1;
        for (var candidate : candidates) {
            if (Math.abs(candidate.length() - name.length()) >= best) {
                continue;
            }
            int distance = distance(name, candidate);
            if (distance < best) {
                best = distance;
                nearest = candidate;
            }
        }
        return Optional.ofNullable(nearest);
    }

    private static int distance(String a, String b) {
        var previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            var row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], previous[j]) + 1, previous[j - 1] + change);
            }
            previous = row;
        }
        return previous[b.length()];
    }
}
