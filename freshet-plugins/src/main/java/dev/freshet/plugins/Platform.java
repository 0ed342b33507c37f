package dev.freshet.plugins;

import java.util.Locale;

/// The machine in the words of Go, which plugins' file names use.
final class Platform {
    static final String OS = os(System.getProperty("os.name", ""));
    static final String ARCH = arch(System.getProperty("os.arch", ""));

    private Platform() {}

    static String os(String java) {
        String name = java.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac") || name.startsWith("darwin")) {
            return "darwin";
        }
        return name.startsWith("windows") ? "windows" : name;
    }

    static String arch(String java) {
        return switch (java) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            case "x86", "i386", "i486", "i586", "i686" -> "386";
            default -> java.startsWith("arm") && !java.equals("arm64") ? "arm" : java;
        };
    }
}
