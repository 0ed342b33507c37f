package dev.freshet.server.config;

import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/// Says why a file could not be read or written, in words instead of class names.
public final class FileTrouble {
    private FileTrouble() {}

    /// For example `it does not exist`.
    public static String reason(Exception e) {
        return switch (e) {
            case NoSuchFileException _ -> "it does not exist";
            case AccessDeniedException _ -> "access is denied";
            case CharacterCodingException _ -> "it is not UTF-8 text";
            default -> String.valueOf(e.getMessage());
        };
    }
}
