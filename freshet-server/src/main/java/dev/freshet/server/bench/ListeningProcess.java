package dev.freshet.server.bench;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Finds the process that listens on a port of this machine: the kernel's table of sockets gives
/// the socket's number, and a process that has it open is the one.
///
/// Sees only processes whose open files this user may list.
final class ListeningProcess {
    private static final String LISTENING = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int SOCKET_NUMBER = 9;

    private final Path proc;

    /// @param proc `/proc`
    ListeningProcess(Path proc) {
        this.proc = proc;
    }

    Optional<ServerProcess> on(int port) {
        try {
            var sockets = new HashSet<String>();
            addSockets(sockets, proc.resolve("net/tcp"), port);
            addSockets(sockets, proc.resolve("net/tcp6"), port);
            return sockets.isEmpty() ? Optional.empty() : holderOf(sockets);
        } catch (IOException | DirectoryIteratorException unreadable) {
            return Optional.empty();
        }
    }

    private static void addSockets(Set<String> sockets, Path table, int port) throws IOException {
        if (!Files.isReadable(table)) {
            return;
        }
        var suffix = String.format(Locale.ROOT, ":%04X", port);
        for (var line : Files.readAllLines(table)) {
            var fields = line.strip().split("\\s+", -1);
            if (fields.length > SOCKET_NUMBER
                    && fields[STATE].equals(LISTENING)
                    && fields[LOCAL_ADDRESS].endsWith(suffix)) {
                sockets.add("socket:[" + fields[SOCKET_NUMBER] + "]");
            }
        }
    }

    private Optional<ServerProcess> holderOf(Set<String> sockets) throws IOException {
        try (var processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (var process : processes) {
                if (holds(process, sockets)) {
                    return Optional.of(new ServerProcess(process));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean holds(Path process, Set<String> sockets) {
        try (var files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (var file : files) {
                if (sockets.contains(Files.readSymbolicLink(file).toString())) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException anotherUsersOrGone) {
            return false;
        }
        return false;
    }
}
