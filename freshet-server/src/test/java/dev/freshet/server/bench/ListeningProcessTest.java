package dev.freshet.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListeningProcessTest {
    private static final String TCP =
            """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000  0 0 4711 1 0000 100
               1: 0100007F:0BB9 0100007F:0BB8 01 00000000:00000000 00:00000000 00000000  0 0 4712 1 0000 100
            """;

    /// IPv6 addresses shortened; only their ports are looked at.
    private static final String TCP6 =
            """
              sl  local_address rem_address st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  0 0 4713 1 0000 100
            """;

    @TempDir private Path proc;

    @BeforeEach
    void writeTables() throws IOException {
        Files.createDirectories(proc.resolve("net"));
        write("net/tcp", TCP);
        write("net/tcp6", TCP6);
        process(12, "/dev/null", "socket:[4712]");
        process(345, "/dev/null", "socket:[9]", "socket:[4711]");
        process(6789, "socket:[4713]");
    }

    @Test
    void isFoundByTheSocketThatItHasOpen() {
        assertThat(new ListeningProcess(proc).on(3000))
                .hasValueSatisfying(found -> assertThat(found.pid()).isEqualTo(345));
    }

    @Test
    void isFoundWhenItListensOnAllAddressesOfBothKinds() {
        assertThat(new ListeningProcess(proc).on(8080))
                .hasValueSatisfying(found -> assertThat(found.pid()).isEqualTo(6789));
    }

    @Test
    void connectionIsNotMistakenForAListener() {
        assertThat(new ListeningProcess(proc).on(3001)).isEmpty();
    }

    @Test
    void processWhoseFilesAreHiddenIsNotFound() throws IOException {
        Files.delete(proc.resolve("345/fd/2"));

        assertThat(new ListeningProcess(proc).on(3000)).isEmpty();
    }

    @Test
    void machineWithoutTheTablesHasNone() {
        assertThat(new ListeningProcess(proc.resolve("nowhere")).on(3000)).isEmpty();
    }

    private void process(long pid, String... open) throws IOException {
        var files = Files.createDirectories(proc.resolve(pid + "/fd"));
        for (int i = 0; i < open.length; i++) {
            Files.createSymbolicLink(files.resolve(Integer.toString(i)), Path.of(open[i]));
        }
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(proc.resolve(file), text);
    }
}
