package dev.freshet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.acceptance.FuzzingClient.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Autobahn test suite, 517 cases after RFC 6455 and RFC 7692, against an echo on the engine's
/// WebSocket layer.
@Tag("autobahn")
class AutobahnTest {
    private static final List<String> PROTOCOL =
            List.of("1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*", "9.*", "10.*");

    /// Groups of compressed messages; in each the cases differ by length, from 16 bytes to 128 KB,
    /// and the long ones take most of an hour together.
    private static final List<String> COMPRESSION =
            List.of(
                    "12.1", "12.2", "12.3", "12.4", "12.5", "13.1", "13.2", "13.3", "13.4", "13.5",
                    "13.6", "13.7");

    private static final int SHORT_CASES = 7;

    /// The client insists on a window that we cannot make smaller, and goes on without compression.
    private static final List<String> DECLINED = List.of("13.3.", "13.5.");

    @Test
    void everyCaseOfTheFuzzingClientIsPassed(@TempDir Path folder) throws Exception {
        assumeTrue(
                FuzzingClient.isInstalled(),
                "the Autobahn test suite is not installed; ./verify does it");
        boolean all = "all".equals(System.getenv("AUTOBAHN_CASES"));
        try (var echo = new EchoServer()) {
            var outcomes =
                    FuzzingClient.run(echo.uri(), all ? List.of("*") : withoutLongOnes(), folder);

            assertThat(outcomes).hasSize(all ? 517 : 301 + COMPRESSION.size() * SHORT_CASES);
            assertThat(outcomes.entrySet()).allMatch(AutobahnTest::isPassed);
        }
    }

    private static List<String> withoutLongOnes() {
        var some =
                COMPRESSION.stream()
                        .flatMap(group ->
                                IntStream.rangeClosed(1, SHORT_CASES)
                                        .mapToObj(number -> group + "." + number));
        return Stream.concat(PROTOCOL.stream(), some).toList();
    }

    private static boolean isPassed(Map.Entry<String, Outcome> each) {
        return isPassed(each.getKey(), each.getValue().behavior())
                && List.of("OK", "INFORMATIONAL").contains(each.getValue().close());
    }

    private static boolean isPassed(String number, String behavior) {
        return switch (behavior) {
            case "OK", "INFORMATIONAL" -> true;
            // Text that is not UTF-8 is refused when the message is complete, not at its first
            // byte.
            case "NON-STRICT" -> number.startsWith("6.4.");
            case "UNIMPLEMENTED" -> DECLINED.stream().anyMatch(number::startsWith);
            default -> false;
        };
    }
}
