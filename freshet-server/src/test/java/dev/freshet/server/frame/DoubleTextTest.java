package dev.freshet.server.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoubleTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0",
        "1, 1",
        "-1, -1",
        "100, 100",
        "0.5, 0.5",
        "14.63, 14.63",
        "84.84848484849529, 84.84848484849529",
        "23.935503094493075, 23.935503094493075",
        "0.1, 0.1",
        "0.000001, 0.000001",
        "0.0000012345, 0.0000012345",
        "0.00000012, 1.2e-7",
        "-0.000000000000004898587196589406, -4.898587196589406e-15",
        "123456789012345680000, 123456789012345680000",
        "1e20, 100000000000000000000",
        "1e21, 1e+21",
        "1.5e300, 1.5e+300",
        "9007199254740992, 9007199254740992",
        "9007199254740994, 9007199254740994",
        "9223372036854775807, 9223372036854776000",
        "18446744073709551615, 18446744073709552000",
        "4.9e-324, 5e-324",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "2e-44, 2e-44",
        "9.5367431640625e-7, 9.5367431640625e-7"
    })
    void writesAsJavaScriptDoes(double value, String text) {
        assertThat(NumberText.of(value)).isEqualTo(text);
    }

    @Test
    void everyDoubleReadsBackAsItself() {
        long seed = System.nanoTime();
        Random random = new Random(seed);

        for (int i = 0; i < 500_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(NumberText.of(value)))
                        .as("seed %d, round %d", seed, i)
                        .isEqualTo(value);
            }
        }
    }

    @Test
    void noTextIsLongerThanTheShortestOfTheJdk() {
        long seed = System.nanoTime();
        Random random = new Random(seed);

        for (int i = 0; i < 200_000; i++) {
            double value = randomMetric(random, i);
            assertThat(digits(NumberText.of(value)))
                    .as("seed %d, round %d, value %s", seed, i, value)
                    .isEqualTo(digits(Double.toString(value)));
        }
    }

    @Test
    void powersOfTwoWhoseNeighboursAreUnevenReadBack() {
        for (int exponent = Double.MIN_EXPONENT; exponent <= Double.MAX_EXPONENT; exponent++) {
            double value = Math.scalb(1.0, exponent);
            assertThat(Double.parseDouble(NumberText.of(value))).isEqualTo(value);
            assertThat(Double.parseDouble(NumberText.of(Math.nextDown(value))))
                    .isEqualTo(Math.nextDown(value));
        }
    }

    @Test
    void everyFloatReadsBackAsItself() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] out = new byte[DoubleText.MAX_BYTES];

        for (int i = 0; i < 100_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(value)) {
                String text = new String(out, 0, DoubleText.write(value, out, 0), US_ASCII);
                assertThat(Float.parseFloat(text)).as("seed %d, %s", seed, text).isEqualTo(value);
            }
        }
    }

    @Test
    void wholeNumbersOfEveryLengthAreWrittenAsTheyAre() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] out = new byte[LongText.MAX_BYTES];

        for (int i = 0; i < 200_000; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            assertThat(new String(out, 0, LongText.write(value, out, 0), US_ASCII))
                    .as("seed %d", seed)
                    .isEqualTo(Long.toString(value));
        }
        for (long edge : new long[] {0, 9, 10, 99, 100, 99_999_999, 100_000_000, Long.MIN_VALUE}) {
            assertThat(new String(out, 0, LongText.write(edge, out, 0), US_ASCII))
                    .isEqualTo(Long.toString(edge));
        }
    }

    private static double randomMetric(Random random, int round) {
        return switch (round % 4) {
            case 0 -> random.nextDouble() * 100;
            case 1 -> random.nextInt(10_000) / 100.0;
            case 2 -> random.nextGaussian() * 1e-7;
            default -> Math.abs(Double.longBitsToDouble(random.nextLong() >>> 2));
        };
    }

    /// Significant digits only. `Double.toString` gives at least two, so zeros at the end do not
    /// count.
    private static String digits(String text) {
        return new BigDecimal(text).stripTrailingZeros().unscaledValue().toString();
    }
}
