package dev.freshet.server.config;

import java.util.Locale;

/// The section and name of a key, as written in the file; keys before any section are in `DEFAULT`.
record KeyName(String section, String key) implements Comparable<KeyName> {
    /// The variable that overrides the key, for example `GF_AUTH_ANONYMOUS_ENABLED`.
    String variable() {
        return "GF_" + variablePart(section) + "_" + variablePart(key);
    }

    static String variablePart(String text) {
        return text.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    @Override
    public int compareTo(KeyName other) {
        int bySection = section.compareTo(other.section);
        return bySection != 0 ? bySection : key.compareTo(other.key);
    }

    @Override
    public String toString() {
        return "[" + section + "] " + key;
    }
}
