package dev.freshet.source;

/// Takes a text as UTF-8 bytes without a copy; must neither keep nor change the array.
@FunctionalInterface
public interface Utf8Sink {
    void accept(byte[] bytes, int from, int to);
}
