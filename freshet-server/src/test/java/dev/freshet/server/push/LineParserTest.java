package dev.freshet.server.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineParserTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "m v=12.x | Line 1, column 5: field \"v\" has value \"12.x\", which is not a"
                        + " number",
                "m v= | Line 1, column 5: field \"v\" has value \"\", which is not a number",
                "m v=1,w=0x10 | Line 1, column 9: field \"w\" has value \"0x10\", which is not a"
                        + " number",
                "m v=1.2.3 | Line 1, column 5: field \"v\" has value \"1.2.3\", which is not a"
                        + " number",
                "m v=1e | Line 1, column 5: field \"v\" has value \"1e\", which is not a number",
                "m v=1e+ | Line 1, column 5: field \"v\" has value \"1e+\", which is not a number",
                "m v=. | Line 1, column 5: field \"v\" has value \".\", which is not a number",
                "m v=- | Line 1, column 5: field \"v\" has value \"-\", which is not a number",
                "m v=-i | Line 1, column 5: field \"v\" has value \"-i\", which is not a number",
                "m v=i | Line 1, column 5: field \"v\" has value \"i\", which is not a number",
                "m v=1.5i | Line 1, column 5: field \"v\" has value \"1.5i\", which is not a"
                        + " number",
                "m v=-1u | Line 1, column 5: field \"v\" has value \"-1u\", which is not a number",
                "m v=NaN | Line 1, column 5: field \"v\" has value \"NaN\", which is not a number",
                "m v=Inf | Line 1, column 5: field \"v\" has value \"Inf\", which is not a number",
                "m v=1d | Line 1, column 5: field \"v\" has value \"1d\", which is not a number",
                "m v=٣ | Line 1, column 5: field \"v\" has value \"٣\", which is not a number",
                "m v=9223372036854775808i | Line 1, column 5: field \"v\" has value"
                        + " \"9223372036854775808i\", which is out of range for a 64-bit integer",
                "m v=-9223372036854775809i | Line 1, column 5: field \"v\" has value"
                        + " \"-9223372036854775809i\", which is out of range for a 64-bit integer",
                "m v=18446744073709551616u | Line 1, column 5: field \"v\" has value"
                        + " \"18446744073709551616u\", which is out of range for an unsigned 64-bit"
                        + " integer",
                "m v=1e999 | Line 1, column 5: field \"v\" has value \"1e999\", which is out of"
                        + " range for a 64-bit number",
                "m v=-1e309 | Line 1, column 5: field \"v\" has value \"-1e309\", which is out of"
                        + " range for a 64-bit number",
                "m v=truth | Line 1, column 5: field \"v\" has value \"truth\", which is not a"
                        + " number, a boolean or a quoted string",
                "m v=text | Line 1, column 5: field \"v\" has value \"text\", which is not a"
                        + " number, a boolean or a quoted string",
                "m v=\"open | Line 1, column 5: field \"v\" has a string without a closing quote",
                "m v=\"a\"b | Line 1, column 8: field \"v\" has text after the closing quote; write"
                        + " \\\" inside a string",
                "m | Line 1, column 2: \"m\" has no fields; name=value is expected",
                "m,a=1 | Line 1, column 6: no field follows the tags",
                "m,a v=1 | Line 1, column 3: tag \"a\" is not of the form key=value",
                "m,=1 v=1 | Line 1, column 3: tag \"\" is not of the form key=value",
                "m,a= v=1 | Line 1, column 5: tag \"a\" has no value",
                "m,a=1=2 v=1 | Line 1, column 6: tag \"a\" has a second =; write \\=",
                "m, v=1 | Line 1, column 3: tag \"\" is not of the form key=value",
                ",a=1 v=1 | Line 1, column 1: the measurement name is missing",
                "m v | Line 1, column 3: field \"v\" has no value",
                "m v 5 | Line 1, column 3: \"v\" is not of the form field=value",
                "m =1 | Line 1, column 3: a field name is missing",
                "m v=1, | Line 1, column 7: a field name is missing",
                "m v=1,,w=1 | Line 1, column 7: \"\" is not of the form field=value",
                "m v=1 12x | Line 1, column 7: time stamp \"12x\" is not a whole number",
                "m v=1 1.5 | Line 1, column 7: time stamp \"1.5\" is not a whole number",
                "m v=1 - | Line 1, column 7: time stamp \"-\" is not a whole number",
                "m v=1 5 6 | Line 1, column 7: time stamp \"5\" is not a whole number",
                "m v=1 9223372036854775808 | Line 1, column 7: time stamp \"9223372036854775808\""
                        + " is out of range; the unit here is nanoseconds",
                "m v=1 99999999999999999999 | Line 1, column 7: time stamp \"99999999999999999999\""
                        + " is out of range; the unit here is nanoseconds",
                "Zürich v=ü | Line 1, column 10: field \"v\" has value \"ü\", which is not a number"
            })
    void aBadLineIsRefusedWithPlaceFieldAndValue(String line, String sentence) {
        assertThat(Push.refusal(line, Push.LABELS)).isEqualTo(sentence);
        assertThat(Push.refusal(line, Push.WIDE)).isEqualTo(sentence);
    }

    @Test
    void theLineNumberCountsCommentsBlankLinesAndLineFeedsInStrings() {
        String body = "# one\n\nm s=\"a\nb\" 1\r\nm v=x 1\n";

        assertThat(Push.refusal(body, Push.LABELS)).startsWith("Line 5, column 5: field \"v\"");
    }

    @Test
    void longValuesAreShortenedInTheSentence() {
        String sentence = Push.refusal("m v=" + "x".repeat(1_000_000), Push.LABELS);

        assertThat(sentence).hasSizeLessThan(200).contains("x…\"");
    }

    @Test
    void withoutPartialTheFirstBadLineRefusesEverything() {
        PushResult result = Push.convert("m v=1\nm v=x\nm v=y\n", Push.LABELS);

        assertThat(result.refused()).isTrue();
        assertThat(result.frames()).isEmpty();
        assertThat(result.errors()).hasSize(1);
    }

    @Test
    void withPartialTheGoodLinesStay() {
        String body =
                """
                m v=1 0
                m v=x 0
                m s="a
                b",v=2 0
                m s="a
                m v=9
                b",v=x 0
                it's 5" tall
                m v=3 0
                """;

        PushResult result = Push.convert(body, Push.LABELS.withPartial(true));

        assertThat(result.refused()).isFalse();
        assertThat(result.lines()).isEqualTo(3);
        assertThat(result.badLines()).isEqualTo(3);
        assertThat(result.errors()).extracting(LineError::line).containsExactly(2, 7, 8);
        assertThat(Push.data(body, Push.LABELS.withPartial(true)))
                .isEqualTo("{\"values\":[[\"\",\"\",\"\"],[0,0,0],[1,2,3],[null,\"a\\nb\",null]]}");
    }

    @Test
    void aStringThatNeverEndsTakesOnlyItsOwnLine() {
        PushResult result =
                Push.convert("m s=\"open\nm v=1 0\nm v=2 0\n", Push.LABELS.withPartial(true));

        assertThat(result.lines()).isEqualTo(2);
        assertThat(result.errors()).hasSize(1);
    }

    @Test
    void aBadLineLeavesNothingBehind() {
        String body = "m a=1,b=2,c=x 0\nother v=x 0\nm d=1 0\n";

        PushResult result = Push.convert(body, Push.LABELS.withPartial(true));

        assertThat(result.frames()).hasSize(1);
        assertThat(Push.data(body, Push.LABELS.withPartial(true)))
                .isEqualTo("{\"values\":[[\"\"],[0],[1]]}");
    }

    @Test
    void allBadLinesAreCountedAndTheFirstHundredDescribed() {
        PushResult result =
                Push.convert("m v=x\n".repeat(250) + "m v=1\n", Push.LABELS.withPartial(true));

        assertThat(result.badLines()).isEqualTo(250);
        assertThat(result.errors()).hasSize(100);
        assertThat(result.errors().getLast().line()).isEqualTo(100);
        assertThat(result.lines()).isOne();
    }

    @Test
    void invalidUtf8IsAnErrorOfItsLineOnly() {
        byte[] body = "m v=1 0\nm s=\"?\" 0\nm v=2 0\nm,t=? v=3\nm v=4 0\n".getBytes(UTF_8);
        body[13] = (byte) 0xFF;
        body[30] = (byte) 0xC3;

        PushResult result = Push.convert(body, Push.LABELS.withPartial(true));

        assertThat(result.lines()).isEqualTo(3);
        assertThat(result.errors())
                .extracting(LineError::sentence)
                .containsExactly(
                        "Line 2, column 6: the text is not valid UTF-8",
                        "Line 4, column 5: the text is not valid UTF-8");
    }

    @Test
    void everyLimitHasItsSentence() {
        LineLimits limits = new LineLimits(100, 3, 2, 8, 2, 500, 1_000, 10);
        PushOptions options = Push.LABELS.withLimits(limits);

        assertThat(
                        List.of(
                                Push.refusal("m v=1,s=\"" + "x".repeat(100) + "\"", options),
                                Push.refusal("m a=1,b=2,c=3,d=4", options),
                                Push.refusal("m,a=1,b=2,c=3 v=1", options),
                                Push.refusal("measurement v=1", options),
                                Push.refusal("m,verylongkey=1 v=1", options),
                                Push.refusal("m verylongkey=1", options),
                                Push.refusal("a v=1\nb v=1\nc v=1", options)))
                .containsExactly(
                        "Line 1, column 1: the line has 110 bytes; at most 100 are possible",
                        "Line 1, column 15: more than 3 fields in a line",
                        "Line 1, column 11: more than 2 tags in a line",
                        "Line 1, column 1: measurement name \"measurement\" has 11 bytes; at most 8"
                                + " are possible",
                        "Line 1, column 3: tag name \"verylongkey\" has 11 bytes; at most 8 are"
                                + " possible",
                        "Line 1, column 3: field name \"verylongkey\" has 11 bytes; at most 8 are"
                                + " possible",
                        "Line 3, column 1: more than 2 different measurements; send fewer lines at"
                                + " a time");
    }

    @Test
    void aMeasurementWhoseChannelWouldBeTooLongIsRefused() {
        String name = "ü".repeat(30);

        assertThat(Push.refusal(name + " v=1", Push.LABELS))
                .endsWith("needs a channel path of 180 bytes; at most 144 are possible");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"metrics\":[]}", "  [{\"name\":\"cpu\"}]", "{}", "{\n \"a\": 1\n}"})
    void jsonIsRefusedInOneSentenceEvenWhenPartial(String body) {
        PushResult result = Push.convert(body, Push.LABELS.withPartial(true));

        assertThat(result.refused()).isTrue();
        assertThat(result.errors().getFirst().message())
                .isEqualTo(
                        "this is JSON, not line protocol; set data_format = \"influx\" in the"
                                + " agent's output");
    }

    @Test
    void aMeasurementMayBeginWithABrace() {
        assertThat(Push.convert("{m} v=1 0", Push.LABELS).lines()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n\r\n", "# only a comment", "   \n\t\n#\n"})
    void aBodyWithoutLinesIsEmptyNotWrong(String body) {
        PushResult result = Push.convert(body, Push.LABELS);

        assertThat(result).isEqualTo(new PushResult(List.of(), 0, 0, List.of(), false));
    }

    @ParameterizedTest
    @CsvSource({
        "NANOSECONDS, 1700000000123456789, 1700000000123456789",
        "MICROSECONDS, 1700000000123456, 1700000000123456000",
        "MILLISECONDS, 1700000000123, 1700000000123000000",
        "SECONDS, -5, -5000000000",
        "HOURS, 1, 3600000000000"
    })
    void timeStampsHaveTheUnitOfTheRequest(Precision precision, String text, long nanos) {
        LineParser parser = parser("m v=1 " + text, precision);

        assertThat(parser.next()).isEqualTo(LineParser.Outcome.LINE);
        assertThat(parser.line().nanos).isEqualTo(nanos);
    }

    @Test
    void theWholeRangeOfTimesIsReadAndNotMore() {
        assertThat(nanos("-9223372036854775808", Precision.NANOSECONDS)).isEqualTo(Long.MIN_VALUE);
        assertThat(nanos("9223372036854775807", Precision.NANOSECONDS)).isEqualTo(Long.MAX_VALUE);
        assertThat(nanos("9223372036", Precision.SECONDS)).isEqualTo(9_223_372_036_000_000_000L);
        assertThat(parser("m v=1 9223372037", Precision.SECONDS).next())
                .isEqualTo(LineParser.Outcome.BAD_LINE);
        assertThat(parser("m v=1 -9223372036854775809", Precision.NANOSECONDS).next())
                .isEqualTo(LineParser.Outcome.BAD_LINE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a\\,b v=1 | a,b",
                "a\\ b v=1 | a b",
                "a\\=b v=1 | a\\=b",
                "a=b v=1 | a=b",
                "a\\\\b v=1 | a\\\\b",
                "a\\\\,b v=1 | a\\,b",
                "a\\nb v=1 | a\\nb"
            })
    void backslashesInMeasurementsEscapeCommaAndBlankOnly(String line, String name) {
        assertThat(Push.convert(line, Push.LABELS).frames().getFirst().measurement())
                .isEqualTo(name);
    }

    @Test
    void partOfAnArrayIsReadAsIfItWereAll() {
        byte[] body = "xxm v=1 0\nm v=x".getBytes(UTF_8);

        PushResult result = new FramesFromLines().convert(body, 2, 8, Push.LABELS);

        assertThat(result.lines()).isOne();
        assertThat(result.refused()).isFalse();
    }

    @Test
    void aBodyCutAnywhereLosesOnlyItsLastLine() {
        byte[] body = Push.telegraf("shapes.lp");

        for (int length = 0; length <= body.length; length++) {
            PushResult result =
                    new FramesFromLines().convert(body, 0, length, Push.LABELS.withPartial(true));
            // A string with a line feed that is cut off counts as two lines.
            assertThat(result.badLines()).as("cut at %d", length).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void splitAtALineEndABodyGivesTheSameLines() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> lines = new String(Push.telegraf("batch-05.lp"), UTF_8).lines().toList();

        for (int round = 0; round < 50; round++) {
            int cut = random.nextInt(lines.size() + 1);
            int read =
                    read(String.join("\n", lines.subList(0, cut)))
                            + read(String.join("\n", lines.subList(cut, lines.size())));
            assertThat(read).as("seed %d", seed).isEqualTo(lines.size());
        }
    }

    private static int read(String body) {
        return Push.convert(body, Push.LABELS).lines();
    }

    private static long nanos(String time, Precision precision) {
        LineParser parser = parser("m v=1 " + time, precision);
        assertThat(parser.next()).isEqualTo(LineParser.Outcome.LINE);
        return parser.line().nanos;
    }

    private static LineParser parser(String body, Precision precision) {
        byte[] bytes = body.getBytes(UTF_8);
        return new LineParser(bytes, 0, bytes.length, precision, LineLimits.defaults());
    }
}
