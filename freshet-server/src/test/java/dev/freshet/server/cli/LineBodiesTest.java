package dev.freshet.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineBodiesTest {
    private static List<LineBodies.Body> bodies(String text, int maxLines, int maxBytes)
            throws IOException {
        var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        var lines = new LineBodies(in, maxLines, maxBytes);
        var all = new ArrayList<LineBodies.Body>();
        for (var body = lines.next(); body.isPresent(); body = lines.next()) {
            all.add(body.get());
        }
        return all;
    }

    private static List<String> texts(String text, int maxLines, int maxBytes) throws IOException {
        return bodies(text, maxLines, maxBytes).stream()
                .map(body -> new String(body.bytes(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void bodiesHaveSoManyLinesAtMost() throws IOException {
        var texts = texts("a b=1\na b=2\na b=3\n", 2, 1000);

        assertThat(texts).containsExactly("a b=1\na b=2\n", "a b=3\n");
    }

    @Test
    void bodiesHaveSoManyBytesAtMost() throws IOException {
        var texts = texts("a b=1\na b=2\na b=3\na b=4\n", 1000, 16);

        assertThat(texts).containsExactly("a b=1\na b=2\n", "a b=3\na b=4\n");
    }

    @Test
    void linesAreNumberedThroughTheWholeInput() throws IOException {
        var bodies = bodies("a b=\"1\n1\n\"\na b=2\n\n# c\na b=3", 2, 1000);

        assertThat(bodies).extracting(LineBodies.Body::firstLine).containsExactly(1L, 5L, 7L);
        assertThat(bodies).extracting(LineBodies.Body::lines).containsExactly(4, 2, 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b=\"x\ny\"\n",
                "a b=\"x\\\"\ny\"\n",
                "a b=\"x\\\\\"\n",
                "a,t=\"x b=1\n",
                "a\"x b=1\n",
                "a b=1,\"c=2\n",
                "a,t=x\\ =\" b=1\n",
                "a\\ b=\"x c=1\n",
                "# it's \"quoted\n",
                "a b=\"\n\n\n\",c=\"\n\" 12\n"
            })
    void quotesCountOnlyWhereAStringMayBegin(String line) throws IOException {
        assertThat(texts(line + "next c=1\n", 1, 1000)).containsExactly(line, "next c=1\n");
    }

    @Test
    void aStringThatDoesNotEndCostsItsOwnLineAlone() throws IOException {
        var texts = texts("a b=1\na b=\"x\na b=2\na b=3\na b=4\n", 1000, 20);

        assertThat(texts).containsExactly("a b=1\n", "a b=\"x\n", "a b=2\na b=3\na b=4\n");
    }

    @Test
    void aLineThatIsTooLongEndsThePush() {
        assertThatThrownBy(() -> bodies("a b=1\n" + "x".repeat(50), 10, 20))
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("Line 2 is longer than 20 bytes");
    }

    @Test
    void whatIsReadyIsNotHeldBackByASourceThatPauses() throws IOException {
        var parts = List.of("a b=1\na b", "=2\n", "a b=3\n").iterator();
        var slow =
                new InputStream() {
                    @Override
                    public int read() {
                        throw new AssertionError("reads chunks");
                    }

                    @Override
                    public int read(byte[] into, int offset, int length) {
                        if (!parts.hasNext()) {
                            return -1;
                        }
                        var part = parts.next().getBytes(StandardCharsets.UTF_8);
                        System.arraycopy(part, 0, into, offset, part.length);
                        return part.length;
                    }
                };
        var lines = new LineBodies(slow, 1000, 1000);

        assertThat(lines.next().orElseThrow().bytes()).asString().isEqualTo("a b=1\n");
        assertThat(lines.next().orElseThrow().bytes()).asString().isEqualTo("a b=2\n");
        assertThat(lines.next().orElseThrow().bytes()).asString().isEqualTo("a b=3\n");
        assertThat(lines.next()).isEmpty();
    }

    @Test
    void nothingIsLostOrTurnedAroundWhateverTheInput() throws IOException {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        for (int round = 0; round < 2_000; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(80); i > 0; i--) {
                text.append("ab=\"\\ ,#\n1".charAt(random.nextInt(10)));
            }

            var texts = texts(text.toString(), 3, 200);

            assertThat(String.join("", texts)).as("seed %d", seed).isEqualTo(text.toString());
        }
    }
}
