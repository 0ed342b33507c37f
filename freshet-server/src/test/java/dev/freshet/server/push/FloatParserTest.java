package dev.freshet.server.push;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FloatParserTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "+1",
                "1.",
                ".5",
                "-.5",
                "007",
                "1e3",
                "1E-3",
                "1e+3",
                "0.00000012",
                "-0.000000000000004898587196589406",
                "9007199254740993",
                "9007199254740992.5",
                "1.7976931348623157e308",
                "1.7976931348623159e308",
                "4.9e-324",
                "2.4e-324",
                "1e-400",
                "2.2250738585072011e-308",
                "9999999999999999999",
                "18446744073709551615",
                "123456789012345678901234567890",
                "0.1234567890123456789012345",
                "1e22",
                "1e23",
                "8.5e22",
                "1e-22",
                "1e60",
                "1e61",
                "1e-60",
                "1e-61",
                "1e99999999999",
                "0e99999999999",
                "6631236846766476e-316",
                "5e-324",
                "9214843084008499",
                "0.500000000000000166533453693773481063544750213623046875",
                "3.5028234666e38",
                "7.0420557077594588669468784357561207962098443483187940792729600000e+59"
            })
    void agreesWithTheJdk(String text) {
        assertSame(text, 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+",
                ".",
                "-.",
                "e5",
                "1e",
                "1e+",
                "1e5x",
                "1..2",
                "0x1p3",
                "1f",
                "1d",
                "NaN",
                "Infinity",
                "1_0",
                " 1",
                "1 ",
                "--1",
                "1-"
            })
    void whatIsNoNumberIsNotANumber(String text) {
        assertThat(parse(text)).isNaN();
    }

    @Test
    void agreesWithTheJdkOnRandomTexts() {
        long seed = System.nanoTime();
        Random random = new Random(seed);

        for (int i = 0; i < 500_000; i++) {
            assertSame(randomText(random), seed);
        }
    }

    @Test
    void agreesWithTheJdkHalfwayBetweenDoubles() {
        long seed = System.nanoTime();
        Random random = new Random(seed);

        for (int i = 0; i < 100_000; i++) {
            double value = random.nextDouble() * Math.scalb(1.0, random.nextInt(120) - 60);
            BigDecimal half =
                    new BigDecimal(value)
                            .add(new BigDecimal(Math.nextUp(value)))
                            .divide(BigDecimal.TWO);
            assertSame(half.toPlainString(), seed);
            assertSame(half.round(new MathContext(19)).toString(), seed);
            assertSame(half.round(new MathContext(17)).toString(), seed);
        }
    }

    private static String randomText(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Double.toString(random.nextDouble() * 100);
            case 1 -> Double.toString(Double.longBitsToDouble(random.nextLong() & ~(1L << 62)));
            case 2 ->
                    Long.toUnsignedString(random.nextLong() >>> random.nextInt(60))
                            + "e"
                            + (random.nextInt(160) - 80);
            default ->
                    (random.nextInt() >>> random.nextInt(31))
                            + "."
                            + Long.toString(random.nextLong() >>> (1 + random.nextInt(60)));
        };
    }

    private static void assertSame(String text, long seed) {
        double expected = Double.parseDouble(text);
        if (Double.isNaN(expected)) {
            return;
        }
        assertThat(Double.doubleToRawLongBits(parse(text)))
                .as("%s, seed %d", text, seed)
                .isEqualTo(Double.doubleToRawLongBits(expected));
    }

    private static double parse(String text) {
        byte[] bytes = ("<" + text + ">").getBytes(US_ASCII);
        return FloatParser.parse(bytes, 1, bytes.length - 1);
    }
}
