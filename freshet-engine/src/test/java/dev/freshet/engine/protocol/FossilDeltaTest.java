package dev.freshet.engine.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FossilDeltaTest {
    private static byte[] kitchen(String temperature) {
        return ("{\"room\":\"kitchen\",\"temperature\":" + temperature + ",\"humidity\":40}")
                .getBytes(US_ASCII);
    }

    private static String encoded(String base, String target) {
        return new String(FossilDelta.encode(base.getBytes(UTF_8), target.getBytes(UTF_8)), UTF_8);
    }

    private static void roundTrip(byte[] base, byte[] target, String what) {
        var delta = FossilDelta.encode(base, target);

        assertThat(FossilPatch.apply(base, delta)).as(what).isEqualTo(target);
        assertThat(delta.length).as(what).isLessThanOrEqualTo(target.length + 21);
    }

    // ---- as recorded

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "21.5 | 21.7 | o\\nZ@0,G:7,\"humidity\":40}1HAYTY;",
                "21.7 | 22.0 | o\\nX@0,I:2.0,\"humidity\":40}1HAnTR;",
                "22.0 | 22.5 | o\\nZ@0,G:5,\"humidity\":40}1HAnTW;",
                "22.0 | 23.0 | o\\nX@0,I:3.0,\"humidity\":40}1HB2TR;",
                "23.0 | 23.0 | o\\no@0,1HB2TR;",
                "23.0 | 23.5 | o\\nZ@0,G:5,\"humidity\":40}1HB2TW;",
                "23.5 | 24.0 | o\\nX@0,I:4.0,\"humidity\":40}1HBITR;",
                "24.5 | 25.0 | o\\nX@0,I:5.0,\"humidity\":40}1HBYTR;"
            })
    void writesWhatTheGoLibraryWrote(String base, String target, String recorded) {
        var delta = FossilDelta.encode(kitchen(base), kitchen(target));

        assertThat(new String(delta, US_ASCII)).isEqualTo(recorded.replace("\\n", "\n"));
    }

    @Test
    void cutsACharacterLikeTheGoLibraryWhenItNeedNotBeText() {
        var base = cafe("é");
        var target = cafe("è");

        var delta = FossilDelta.encode(base, target);

        assertThat(new String(delta, ISO_8859_1)).isEqualTo("17\nj@0,1:\u00a8O@k,1VIQIp;");
    }

    private static byte[] cafe(String e) {
        return ("{\"text\":\"0123456789 0123456789 0123456789 caf"
                        + e
                        + " 0123456789 0123456789\"}")
                .getBytes(UTF_8);
    }

    // ---- small

    @Test
    void shortBaseIsOneInsert() {
        assertThat(encoded("", "")).isEqualTo("0\n0:0;");
        assertThat(encoded("", "a")).isEqualTo("1\n1:a1X0000;");
        assertThat(encoded("x".repeat(16), "x".repeat(16))).startsWith("G\nG:xxxxxxxxxxxxxxxx");
    }

    @Test
    void longBaseOfAnEmptyTargetIsNoCommandAtAll() {
        assertThat(encoded("x".repeat(17), "")).isEqualTo("0\n0;");
    }

    @Test
    void everyPairOfSmallLengthsSurvives() {
        for (int base = 0; base < 50; base++) {
            for (int target = 0; target < 50; target++) {
                roundTrip(new byte[base], new byte[target], base + " to " + target);
            }
        }
    }

    // ---- smaller

    @Test
    void deltaThatIsNotSmallerIsNone() {
        var base = kitchen("21.5");

        assertThat(FossilDelta.smaller(base, "{\"x\":1}".getBytes(US_ASCII), true)).isNull();
        assertThat(FossilDelta.smaller(new byte[0], base, false)).isNull();
        assertThat(FossilDelta.smaller(base, new byte[0], false)).isNull();
        assertThat(FossilDelta.smaller(base, kitchen("21.7"), true)).isNotNull();
    }

    /// The Go library cuts the character in two; in a JSON string half of it becomes U+FFFD, and
    /// the client's checksum fails.
    @Test
    void deltaAsTextCutsNoCharacter() {
        var delta = smallerText(cafe("é"), cafe("è"));

        assertThat(new String(delta, UTF_8)).isEqualTo("17\ni@0,2:èO@k,1VIQIp;");
        assertThat(FossilPatch.apply(cafe("é"), delta)).isEqualTo(cafe("è"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"éè", "é€", "€₭", "😀😁", "😀a", "жЖ", "\u0800\u0801"})
    void characterThatChangesIsInsertedAsAWhole(String change) {
        int first = change.offsetByCodePoints(0, 1);
        var around = "ж".repeat(40);
        var base = (around + change.substring(0, first) + around).getBytes(UTF_8);
        var target = (around + change.substring(first) + around).getBytes(UTF_8);

        var delta = smallerText(base, target);

        assertThat(new String(delta, UTF_8)).contains(change.substring(first));
        assertThat(FossilPatch.apply(base, delta)).isEqualTo(target);
    }

    private static byte[] smallerText(byte[] base, byte[] target) {
        return Objects.requireNonNull(FossilDelta.smaller(base, target, true));
    }

    @Test
    void bytesThatAreNotTextHaveNoDeltaAsText() {
        var base = new byte[100];
        var target = base.clone();
        target[50] = (byte) 0xff;

        assertThat(FossilDelta.smaller(base, target, true)).isNull();
        assertThat(FossilDelta.smaller(base, target, false)).isNotNull();
    }

    // ---- random

    @Test
    void everyTargetIsMadeFromItsDelta() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int run = 0; run < 20_000; run++) {
            var base = randomBytes(random);
            var target = random.nextInt(10) == 0 ? randomBytes(random) : edited(random, base);

            roundTrip(base, target, "seed " + seed + " run " + run);
        }
    }

    @Test
    void everyTextIsMadeFromItsDeltaAsText() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        int deltas = 0;
        for (int run = 0; run < 20_000; run++) {
            var base = randomText(random);
            var target = editedText(random, base);
            var what = "seed " + seed + " run " + run;

            var delta = FossilDelta.smaller(base.getBytes(UTF_8), target.getBytes(UTF_8), true);

            if (delta != null) {
                deltas++;
                // Through a string and back, as in a JSON message.
                var sent = new String(delta, UTF_8).getBytes(UTF_8);
                assertThat(new String(FossilPatch.apply(base.getBytes(UTF_8), sent), UTF_8))
                        .as(what)
                        .isEqualTo(target);
                assertThat(sent.length).as(what).isLessThan(target.getBytes(UTF_8).length);
            }
        }
        assertThat(deltas).isGreaterThan(5_000);
    }

    /// Few different values, so that pieces repeat and hashes fall together.
    private static byte[] randomBytes(Random random) {
        var bytes = new byte[random.nextInt(1 << random.nextInt(1, 11))];
        int values = 1 << random.nextInt(9);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextInt(values);
        }
        return bytes;
    }

    private static byte[] edited(Random random, byte[] base) {
        var target = base;
        for (int edits = random.nextInt(5); edits > 0; edits--) {
            int from = random.nextInt(target.length + 1);
            int to = Math.min(target.length, from + random.nextInt(40));
            var inserted = Arrays.copyOf(randomBytes(random), random.nextInt(40));
            var next = new byte[from + inserted.length + target.length - to];
            System.arraycopy(target, 0, next, 0, from);
            System.arraycopy(inserted, 0, next, from, inserted.length);
            System.arraycopy(target, to, next, from + inserted.length, target.length - to);
            target = next;
        }
        return target;
    }

    private static String randomText(Random random) {
        int[] alphabet = "ab,{}:\"\\éèж€₭😀😁".codePoints().toArray();
        int letters = random.nextInt(1, alphabet.length + 1);
        var text = new StringBuilder();
        for (int i = random.nextInt(300); i > 0; i--) {
            text.appendCodePoint(alphabet[alphabet.length - 1 - random.nextInt(letters)]);
        }
        return text.toString();
    }

    private static String editedText(Random random, String base) {
        int[] characters = base.codePoints().toArray();
        var edited = new StringBuilder();
        for (int character : characters) {
            switch (random.nextInt(60)) {
                case 0 -> edited.append(randomText(random).codePoints().limit(3).count());
                case 1 -> edited.append('è');
                case 2 -> edited.append("😁");
                default -> edited.appendCodePoint(character);
            }
        }
        return edited.toString();
    }

    // ---- large

    @Test
    void smallChangesOfALargeDocumentAreASmallDelta() {
        var random = new Random(1);
        var base = new byte[5_000_000];
        random.nextBytes(base);
        var target = base.clone();
        for (int i = 0; i < 20; i++) {
            target[random.nextInt(target.length)]++;
        }

        var delta = FossilDelta.encode(base, target);

        assertThat(delta.length).isLessThan(1_000);
        assertThat(FossilPatch.apply(base, delta)).isEqualTo(target);
    }

    /// Every window of the target falls together with every block of the base, and none of them
    /// matches: the search gives up early instead of comparing each with each.
    @Test
    void documentMadeToBeCostlySurvives() {
        byte[] sameSumsAsOnes = {2, 0, 0, 2};
        var base = new byte[1_000_000];
        for (int i = 0; i < base.length; i++) {
            base[i] = sameSumsAsOnes[i % 4];
        }
        var target = new byte[1_000_000];
        Arrays.fill(target, (byte) 1);

        roundTrip(base, target, "nothing matches");
        roundTrip(new byte[1_000_000], new byte[1_000_001], "everything matches");
    }
}
