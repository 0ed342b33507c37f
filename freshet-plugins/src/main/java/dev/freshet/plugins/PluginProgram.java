package dev.freshet.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The file that is a plugin's program, and what can be seen to be wrong with it before it is
/// started.
final class PluginProgram {
    private final String id;
    private final Path directory;
    private final String executable;
    private final Path path;

    PluginProgram(FoundPlugin plugin) {
        id = plugin.id();
        directory = plugin.directory().toAbsolutePath();
        executable = plugin.executable();
        path =
                directory
                        .resolve(
                                "%s_%s_%s".formatted(executable, Platform.OS, Platform.ARCH)
                                        + (Platform.OS.equals("windows") ? ".exe" : ""))
                        .normalize();
    }

    Path path() {
        return path;
    }

    Path directory() {
        return directory;
    }

    /// Changes when somebody replaces the file or its mode.
    String fingerprint() {
        try {
            return Files.getLastModifiedTime(path)
                    + " "
                    + Files.size(path)
                    + " "
                    + Files.isExecutable(path);
        } catch (IOException e) {
            return "missing";
        }
    }

    /// Why it cannot be started; null when nothing speaks against it.
    @Nullable Refusal problem() {
        if (executable.isEmpty()) {
            return new Refusal(
                    "The plugin.json of plugin \"%s\" names no executable".formatted(id),
                    "Install the plugin again");
        }
        if (!Files.isRegularFile(path)) {
            return missing();
        }
        if (!Files.isExecutable(path)) {
            return new Refusal(
                    "Plugin \"%s\" cannot be started: permission denied, %s is not executable"
                            .formatted(id, path),
                    "Run: chmod +x " + path);
        }
        try {
            byte[] head = head();
            if (Platform.OS.equals("linux") && !isBinary(head) && !isScript(head)) {
                return new Refusal(
                        "Plugin \"%s\" cannot be started: %s is neither a program nor a script"
                                .formatted(id, path),
                        "Install the plugin again; a download may have been cut off");
            }
            String builtFor = builtFor(head);
            String here = Platform.OS + "/" + Platform.ARCH;
            if (!builtFor.isEmpty() && !builtFor.equals(here)) {
                return new Refusal(
                        "Plugin \"%s\" cannot be started: %s was built for %s, this machine is %s"
                                .formatted(id, path, builtFor, here),
                        "Install the plugin's build for " + here);
            }
        } catch (IOException e) {
            return new Refusal(
                    "Plugin \"%s\" cannot be started: %s cannot be read: %s".formatted(id, path, e),
                    "Check who may read the file");
        }
        return null;
    }

    private Refusal missing() {
        List<String> others = others();
        String here = Platform.OS + "/" + Platform.ARCH;
        if (others.isEmpty()) {
            return new Refusal(
                    "Plugin \"%s\" cannot be started: there is no program %s".formatted(id, path),
                    "Build the plugin's backend, or install the plugin again");
        }
        return new Refusal(
                "Plugin \"%s\" cannot be started: it has no program for this machine, %s (%s), only %s"
                        .formatted(id, here, path.getFileName(), String.join(", ", others)),
                "Install the plugin's build for " + here);
    }

    private List<String> others() {
        Path folder = path.getParent();
        String prefix = Path.of(executable).getFileName() + "_";
        if (folder == null) {
            return List.of();
        }
        try (var listed = Files.list(folder)) {
            return listed.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .sorted()
                    .limit(10)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private byte[] head() throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(20);
        }
    }

    private static boolean isBinary(byte[] head) {
        return isElf(head) || isMachO(head) || isWindows(head);
    }

    private static boolean isScript(byte[] head) {
        return head.length >= 2 && head[0] == '#' && head[1] == '!';
    }

    private static boolean isElf(byte[] head) {
        return head.length >= 20
                && head[0] == 0x7f
                && head[1] == 'E'
                && head[2] == 'L'
                && head[3] == 'F';
    }

    private static boolean isMachO(byte[] head) {
        return head.length >= 8 && number(head[3], head[2]) == 0xfeed && (head[0] & 0xfe) == 0xce;
    }

    private static boolean isWindows(byte[] head) {
        return head.length >= 2 && head[0] == 'M' && head[1] == 'Z';
    }

    /// Operating system and architecture from the file's head, as Go names them; empty when it does
    /// not say (a script).
    private static String builtFor(byte[] head) {
        if (isElf(head)) {
            boolean big = head[5] == 2;
            int machine = big ? number(head[18], head[19]) : number(head[19], head[18]);
            // ELF is Linux's and the BSDs': it does not tell which.
            String os =
                    Platform.OS.equals("darwin") || Platform.OS.equals("windows")
                            ? "linux"
                            : Platform.OS;
            return os + "/" + elfMachine(machine, head[4] == 2);
        }
        if (isMachO(head)) {
            return "darwin/" + (head[4] == 7 ? "amd64" : "arm64");
        }
        if (isWindows(head) && !Platform.OS.equals("windows")) {
            return "windows";
        }
        return "";
    }

    private static int number(byte high, byte low) {
        return (high & 0xff) << 8 | (low & 0xff);
    }

    private static String elfMachine(int machine, boolean wide) {
        return switch (machine) {
            case 3 -> "386";
            case 40 -> "arm";
            case 62 -> "amd64";
            case 183 -> "arm64";
            case 243 -> wide ? "riscv64" : "riscv";
            case 22 -> "s390x";
            case 21 -> "ppc64le";
            default -> "ELF machine " + machine;
        };
    }
}
