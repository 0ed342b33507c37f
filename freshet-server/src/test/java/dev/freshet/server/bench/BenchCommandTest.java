package dev.freshet.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | Say what to measure: idle, fanout, channels, publish, soak, history or"
                        + " recover.",
                "fanout --url http://192.0.2.7:3000 | \"192.0.2.7\" is not a loopback address; to"
                        + " load a server on another machine add --allow-remote.",
                "fanout --url ftp://localhost | --url is \"ftp://localhost\"; write for example"
                        + " http://127.0.0.1:3000.",
                "fanout --url http://no.such.host.invalid | The host \"no.such.host.invalid\" of"
                        + " --url is not known.",
                "idle --connections 0 | --connections is 0; it has to be at least 1.",
                "idle --connections 100000000 | 100000016 connections do not fit this process",
                "idle --duration 5 | \"5\" is not a duration",
                "fanout --header nonsense | A --header is not of the form 'Name: value'.",
                "fanout --token-file /no/such/file | --token-file \"/no/such/file\" cannot be read",
                "soak --minutes 0 | --minutes has to be at least 1",
                "history --rounds 0 | --rounds has to be at least 1.",
                "recover --missed 0 | --missed and --live have to be at least 1.",
                "recover --rate 0 | --rate has to be above 0: others are published to.",
                "publish --search | Unknown option: '--search'",
            })
    void wrongUsageSaysWhatToDo(String arguments, String message) {
        var run = BenchRunner.run(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void serverThatIsNotThereIsNamedAsTheReason() {
        // Port 1 is reserved and nothing listens there.
        var run =
                BenchRunner.run(
                        "fanout", "--url", "http://127.0.0.1:1", "--connections", "3", "--quiet");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("0 of 3").contains("3 × no connection: ");
        assertThat(run.err())
                .contains("the server's process was not found on this machine")
                .contains("going on without the server's CPU and memory");
    }

    @Test
    void tokenIsNeitherInTheTargetsTextNorInWrongUsage(@TempDir Path directory) throws Exception {
        var file = Files.writeString(directory.resolve("token"), "glsa_secret with space");

        var run = BenchRunner.run("fanout", "--token-file", file.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("The token holds white space").doesNotContain("secret");
    }
}
