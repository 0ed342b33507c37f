package dev.freshet.server.config;

import java.util.function.Function;

/// What a key's text must look like.
///
/// @param name for the reference page, for example `duration`
/// @param parser throws [IllegalArgumentException] whose message completes the sentence *is …*, for
///   example `not a whole number`
/// @param emptyIsDefault an empty value in the file means the default, as in Grafana's own files
record ValueType<T>(String name, Function<String, T> parser, boolean emptyIsDefault) {
    T parse(String text) {
        return parser.apply(text);
    }
}
