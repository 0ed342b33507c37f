package dev.freshet.engine.channel;

import static dev.freshet.engine.channel.FilterNodes.leaf;
import static dev.freshet.engine.channel.FilterNodes.op;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.engine.protocol.FilterNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TagsFilterTest {
    private static boolean matches(FilterNode filter, Map<String, String> tags) throws Exception {
        return TagsFilter.of(filter).matches(tags);
    }

    // ---- matching

    @ParameterizedTest
    @CsvSource({
        "eq, prod, prod, true",
        "eq, prod, Prod, false",
        "eq, prod, , false",
        "neq, prod, dev, true",
        "neq, prod, prod, false",
        "neq, prod, , true",
        "sw, pr, prod, true",
        "sw, od, prod, false",
        "sw, pr, , false",
        "ew, od, prod, true",
        "ew, pr, prod, false",
        "ew, od, , false",
        "ct, ro, prod, true",
        "ct, x, prod, false",
        "ct, ro, , false",
        "lt, 3, 2.99, true",
        "lt, 3, 3.0, false",
        "lt, 3, , false",
        "lt, 3, x, false",
        "lt, 10, 9, true",
        "lte, 3, 3.000, true",
        "lte, 3, 3.001, false",
        "gt, -1.5, -1.4999999999999999999999999999, true",
        "gt, -1.5, -1.5, false",
        "gt, 3, , false",
        "gte, +3, 3, true",
        "gte, 99999999999999999999999, 100000000000000000000000, true",
        "gte, 0, -0, true"
    })
    void tagIsComparedWithAValue(String cmp, String val, String tag, boolean expected)
            throws Exception {
        var tags = tag == null ? Map.of("other", "x") : Map.of("t", tag);

        assertThat(matches(leaf("t", cmp, val), tags)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "in, b, true",
        "in, c, false",
        "in, , false",
        "nin, b, false",
        "nin, c, true",
        "nin, , true"
    })
    void tagIsLookedForAmongValues(String cmp, String tag, boolean expected) throws Exception {
        var tags = tag == null ? Map.of("other", "x") : Map.of("t", tag);

        assertThat(matches(leaf("t", cmp, List.of("a", "b", "b")), tags)).isEqualTo(expected);
    }

    @Test
    void tagIsThereOrNot() throws Exception {
        assertThat(matches(leaf("t", "ex", ""), Map.of("t", ""))).isTrue();
        assertThat(matches(leaf("t", "ex", ""), Map.of())).isFalse();
        assertThat(matches(leaf("t", "nex", ""), Map.of("t", ""))).isFalse();
        assertThat(matches(leaf("t", "nex", ""), Map.of())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1e3",
        "1E999999999",
        "NaN",
        "Infinity",
        "0x10",
        "1.",
        ".5",
        "-",
        "+",
        "''",
        "' 1'",
        "1_000",
        "٣",
        "1.2.3",
        "--1"
    })
    void whatIsNotADecimalNumberNeverMatches(String tag) throws Exception {
        for (var cmp : List.of("lt", "lte", "gt", "gte")) {
            assertThat(matches(leaf("t", cmp, "1"), Map.of("t", tag))).as(cmp).isFalse();
        }
    }

    @Test
    void numbersAreOfLimitedLength() throws Exception {
        assertThat(matches(leaf("t", "gt", "1"), Map.of("t", "9".repeat(100)))).isTrue();
        assertThat(matches(leaf("t", "gt", "1"), Map.of("t", "9".repeat(101)))).isFalse();
    }

    /// The filter and the publications of the recorded transcript.
    @ParameterizedTest
    @CsvSource({"prod, 5, true", "prod, 2, false", "dev, 5, false", "prod, , true"})
    void nodesAreCombined(String env, String level, boolean expected) throws Exception {
        var filter = op("and", leaf("env", "eq", "prod"), op("not", leaf("lvl", "lt", "3")));
        var tags = level == null ? Map.of("env", env) : Map.of("env", env, "lvl", level);

        assertThat(matches(filter, tags)).isEqualTo(expected);
    }

    @Test
    void oneOfSeveralIsEnoughForOr() throws Exception {
        var filter = op("or", leaf("a", "ex", ""), leaf("b", "ex", ""));

        assertThat(matches(filter, Map.of("b", "1"))).isTrue();
        assertThat(matches(filter, Map.of("c", "1"))).isFalse();
    }

    // ---- refusals

    static Stream<Arguments> refused() {
        var good = leaf("a", "ex", "");
        return Stream.of(
                Arguments.of(
                        new FilterNode("", "", "", "", List.of(), List.of()),
                        "Node tf has neither op nor cmp"),
                Arguments.of(leaf("env", "zz", "prod"), "Node tf has the cmp \"zz\"; use eq, neq"),
                Arguments.of(op("and"), "Node tf is of the op and without nodes"),
                Arguments.of(op("or"), "Node tf is of the op or without nodes"),
                Arguments.of(op("not"), "Node tf is of the op not without nodes"),
                Arguments.of(op("not", good, good), "Node tf is a not of 2 nodes"),
                Arguments.of(op("xor", good), "Node tf has the op \"xor\"; use and, or, not"),
                Arguments.of(op("AND", good), "Node tf has the op \"AND\""),
                Arguments.of(leaf("a", "eq", ""), "Node tf has no val; eq needs one"),
                Arguments.of(leaf("a", "lt", ""), "Node tf has no val; lt needs one"),
                Arguments.of(leaf("a", "neq", ""), "Node tf has no val; neq needs one"),
                Arguments.of(leaf("a", "in", ""), "Node tf has 0 vals; in takes 1 to 100"),
                Arguments.of(leaf("a", "nin", ""), "Node tf has 0 vals; nin takes 1 to 100"),
                Arguments.of(leaf("", "eq", "x"), "Node tf has no key"),
                Arguments.of(leaf("", "ex", ""), "Node tf has no key"),
                Arguments.of(leaf("a", "eq", List.of("x")), "Node tf has vals, which eq does not"),
                Arguments.of(leaf("a", "in", "x"), "Node tf has a val, which in does not use"),
                Arguments.of(leaf("a", "nex", "x"), "Node tf has a val, which nex does not use"),
                Arguments.of(
                        leaf("a", "ex", List.of("x")), "Node tf has vals, which ex does not use"),
                Arguments.of(
                        leaf("a", "lt", "1e9"),
                        "Node tf has val \"1e9\", which is not a decimal number; lt needs one"),
                Arguments.of(
                        op("and", good, op("or", good, op("xor"))),
                        "Node tf.nodes[1].nodes[1] has the op \"xor\""),
                Arguments.of(
                        leaf("a", "in", Collections.nCopies(101, "x")),
                        "Node tf has 101 vals; in takes 1 to 100"),
                Arguments.of(
                        op("or", Collections.nCopies(100, good).toArray(FilterNode[]::new)),
                        "more than 100 nodes"),
                Arguments.of(nested(32, good), "is deeper than 32 levels"),
                Arguments.of(
                        nested(31, leaf("a", "😀".repeat(1000), "")),
                        "nodes[0] has the cmp \"" + "😀".repeat(16) + "…\""),
                Arguments.of(nested(31, op("é".repeat(1000))), "…\"; use and, or, not"),
                Arguments.of(nested(31, leaf("a", "gte", "😀".repeat(1000))), "for example 12.5"));
    }

    private static FilterNode nested(int times, FilterNode inner) {
        var node = inner;
        for (int i = 0; i < times; i++) {
            node = op("not", node);
        }
        return node;
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusalSaysWhichNodeAndWhatToDo(FilterNode filter, String sentence) {
        assertThatThrownBy(() -> TagsFilter.of(filter))
                .isInstanceOfSatisfying(
                        InvalidFilterException.class,
                        refusal -> {
                            assertThat(refusal.getMessage()).contains(sentence).endsWith(".");
                            // With "bad request: " in front.
                            assertThat(refusal.getMessage().getBytes(UTF_8).length + 13)
                                    .isLessThanOrEqualTo(200);
                            assertThat(refusal.getStackTrace()).isEmpty();
                        });
    }

    @Test
    void filterOfTheLimitsIsTaken() throws Exception {
        var good = leaf("a", "ex", "");

        TagsFilter.of(op("or", Collections.nCopies(99, good).toArray(FilterNode[]::new)));
        TagsFilter.of(nested(31, good));
        TagsFilter.of(leaf("a", "in", Collections.nCopies(100, "x")));
    }
}
