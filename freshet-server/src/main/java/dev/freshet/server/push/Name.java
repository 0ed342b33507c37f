package dev.freshet.server.push;

/// A name as it stands in a body, and what it means.
final class Name {
    private final byte[] raw;
    private final int hash;
    private final String text;

    /// @param raw the bytes with their escapes; not copied
    /// @param hash see [ByteTable#hash]
    Name(byte[] raw, int hash, String text) {
        this.raw = raw;
        this.hash = hash;
        this.text = text;
    }

    byte[] raw() {
        return raw;
    }

    int hash() {
        return hash;
    }

    String text() {
        return text;
    }
}
