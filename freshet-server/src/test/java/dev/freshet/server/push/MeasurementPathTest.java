package dev.freshet.server.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeasurementPathTest {
    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9_\\-./=]+");

    @ParameterizedTest
    @CsvSource({
        "cpu, cpu",
        "slash/name.with-dots, slash/name.with-dots",
        "my metric, my=20metric",
        "cpu:usage, cpu=3Ausage",
        "a=b, a=3Db",
        "a=3Db, a=3D3Db",
        "ü, =C3=BC",
        "'esc,aped name', esc=2Caped=20name",
        "., =2E",
        ".., =2E=2E",
        "a/../b, a/=2E=2E/b",
        "./a/., =2E/a/=2E",
        "..., ...",
        ".a, .a"
    })
    void namesBecomeLegalPathsAndComeBack(String name, String path) {
        assertThat(MeasurementPath.encode(name)).isEqualTo(path);
        assertThat(MeasurementPath.decode(path)).isEqualTo(name);
    }

    @Test
    void everyNameComesBackFromALegalPath() {
        long seed = System.nanoTime();
        Random random = new Random(seed);

        for (int i = 0; i < 50_000; i++) {
            String name = randomName(random);
            String path = MeasurementPath.encode(name);
            assertThat(path).as("seed %d", seed).matches(LEGAL);
            assertThat(MeasurementPath.decode(path)).as("seed %d", seed).isEqualTo(name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=", "a=4", "a=ZZ", "=", "==41"})
    void foreignPathsDecodeToSomethingReadable(String path) {
        assertThat(MeasurementPath.decode(path)).isNotEmpty();
    }

    private static String randomName(Random random) {
        String alphabet = "ab.=/ ü🚦%D3\n";
        StringBuilder name = new StringBuilder();
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            int[] points = alphabet.codePoints().toArray();
            name.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return name.toString();
    }
}
