package dev.freshet.server.config;

/// One assignment in a file.
///
/// @param value without quotes and comments, not yet expanded
/// @param line where the key stands, counted from 1
record IniEntry(String section, String key, String value, int line) {
    KeyName name() {
        return new KeyName(section, key);
    }
}
