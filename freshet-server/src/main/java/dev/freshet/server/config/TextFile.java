package dev.freshet.server.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// What `$__file{path}` stands for.
public final class TextFile {
    private static final int LARGEST = 64 * 1024;

    private TextFile() {}

    /// The text of the file without white space around it. Blocks.
    ///
    /// @throws IllegalArgumentException with a sentence when it cannot be read or is over 64 KiB
    public static String read(String path) {
        try (var in = Files.newInputStream(Path.of(path))) {
            var bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IllegalArgumentException("The file " + path + " is over 64 KiB.");
            }
            return new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException(
                    "The file " + path + " cannot be read (" + FileTrouble.reason(e) + ").", e);
        }
    }
}
