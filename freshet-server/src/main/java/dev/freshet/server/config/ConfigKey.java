package dev.freshet.server.config;

/// One row of the table of keys.
///
/// @param defaultText as it would stand in the file; may refer to other keys by `%(key)s`
/// @param unit of the value, empty when the text says it
/// @param meaning one or two sentences for the reference page
record ConfigKey<T>(
        KeyName name, ValueType<T> type, String defaultText, String unit, String meaning) {
    String section() {
        return name.section();
    }

    boolean isSecret() {
        return type.equals(ValueTypes.SECRET);
    }

    /// True for a key in a section that exists once for each thing, `[freshet.channel.<name>]`.
    boolean isRepeated() {
        return section().endsWith(">");
    }
}
