package dev.freshet.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
    private static final String STAT =
            "42 (a) b (c) S 1 42 42 0 -1 4194560 0 0 0 0 1234 66 0 0 20 0 30 0 0 0 0\n";
    private static final String STATUS =
            """
            Name:	java
            VmPeak:	      9 kB
            VmHWM:	 204800 kB
            VmRSS:	 102400 kB
            """;

    @TempDir private Path directory;

    @Test
    void usageIsReadWhateverTheProgramIsCalled() throws IOException {
        Files.writeString(directory.resolve("stat"), STAT);
        Files.writeString(directory.resolve("status"), STATUS);

        assertThat(new ServerProcess(directory).usage())
                .isEqualTo(new Usage(13.0, 102_400L * 1024, 204_800L * 1024));
    }

    @Test
    void processThatIsGoneHasNoUsage() {
        assertThat(new ServerProcess(directory).usage()).isNull();
    }

    @Test
    void unreadableNumbersAreNoUsage() throws IOException {
        Files.writeString(directory.resolve("stat"), "42 (java) S");
        Files.writeString(directory.resolve("status"), STATUS);

        assertThat(new ServerProcess(directory).usage()).isNull();
    }

    @Test
    void limitOfOpenFilesIsTheSoftOne() throws IOException {
        Files.writeString(
                directory.resolve("limits"),
                """
                Limit             Soft Limit   Hard Limit   Units
                Max open files    1024         524288       files
                """);

        assertThat(new ServerProcess(directory).maxOpenFiles()).hasValue(1024);
    }

    @Test
    void noLimitOfOpenFilesIsNone() throws IOException {
        Files.writeString(
                directory.resolve("limits"),
                "Max open files            unlimited            unlimited            files\n");

        assertThat(new ServerProcess(directory).maxOpenFiles()).isEmpty();
    }
}
