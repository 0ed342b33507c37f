package dev.freshet.engine.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.protocol.FilterNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Random trees, many of them malformed, and random tags, against the description taken literally.
class TagsFilterModelTest {
    private static final List<String> KEYS = List.of("a", "b", "", "lvl");
    private static final List<String> VALUES =
            List.of("x", "xy", "y", "", "1", "1.0", "-2", "10", "1e1", "+3.5", "०");
    private static final List<String> CMPS =
            List.of(
                    "eq", "neq", "in", "nin", "ex", "nex", "sw", "ew", "ct", "lt", "lte", "gt",
                    "gte", "", "EQ");
    private static final List<String> WITH_VAL =
            List.of("eq", "neq", "sw", "ew", "ct", "lt", "lte", "gt", "gte");

    @Test
    void filterDoesWhatTheDescriptionSays() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        int accepted = 0;
        int matched = 0;
        for (int run = 0; run < 100_000; run++) {
            var node = node(random, 4);
            var what = "seed " + seed + " run " + run + ": " + node;
            TagsFilter filter;
            try {
                filter = TagsFilter.of(node);
            } catch (InvalidFilterException refused) {
                assertThat(isWellFormed(node)).as(what).isFalse();
                continue;
            }
            assertThat(isWellFormed(node)).as(what).isTrue();
            accepted++;
            var tags = tags(random);
            boolean matches = filter.matches(tags);
            assertThat(matches).as("%s of %s", what, tags).isEqualTo(matches(node, tags));
            matched += matches ? 1 : 0;
        }
        assertThat(accepted).isBetween(20_000, 95_000);
        assertThat(matched).isBetween(accepted / 10, accepted * 9 / 10);
    }

    // ---- the description

    private static boolean isWellFormed(FilterNode node) {
        return switch (node.op()) {
            case "" -> isWellFormedLeaf(node);
            case "and", "or" ->
                    !node.nodes().isEmpty()
                            && node.nodes().stream().allMatch(TagsFilterModelTest::isWellFormed);
            case "not" -> node.nodes().size() == 1 && isWellFormed(node.nodes().getFirst());
            default -> false;
        };
    }

    private static boolean isWellFormedLeaf(FilterNode leaf) {
        boolean hasVal = !leaf.val().isEmpty();
        boolean hasVals = !leaf.vals().isEmpty();
        boolean fits =
                switch (leaf.cmp()) {
                    case "in", "nin" -> hasVals && !hasVal;
                    case "ex", "nex" -> !hasVals && !hasVal;
                    case "lt", "lte", "gt", "gte" -> isNumber(leaf.val()) && !hasVals;
                    default -> WITH_VAL.contains(leaf.cmp()) && hasVal && !hasVals;
                };
        return fits && !leaf.key().isEmpty();
    }

    private static boolean isNumber(String text) {
        return text.matches("[+-]?[0-9]+(\\.[0-9]+)?");
    }

    private static boolean matches(FilterNode node, Map<String, String> tags) {
        return switch (node.op()) {
            case "and" -> node.nodes().stream().allMatch(child -> matches(child, tags));
            case "or" -> node.nodes().stream().anyMatch(child -> matches(child, tags));
            case "not" -> !matches(node.nodes().getFirst(), tags);
            default -> {
                boolean present = tags.containsKey(node.key());
                var tag = tags.getOrDefault(node.key(), "");
                yield switch (node.cmp()) {
                    case "eq" -> present && tag.equals(node.val());
                    case "neq" -> !present || !tag.equals(node.val());
                    case "in" -> present && node.vals().contains(tag);
                    case "nin" -> !present || !node.vals().contains(tag);
                    case "ex" -> present;
                    case "nex" -> !present;
                    case "sw" -> present && tag.startsWith(node.val());
                    case "ew" -> present && tag.endsWith(node.val());
                    case "ct" -> present && tag.contains(node.val());
                    default ->
                            present
                                    && isNumber(tag)
                                    && fits(
                                            node.cmp(),
                                            new BigDecimal(tag)
                                                    .compareTo(new BigDecimal(node.val())));
                };
            }
        };
    }

    private static boolean fits(String cmp, int sign) {
        return sign == 0 ? cmp.endsWith("e") : cmp.startsWith(sign < 0 ? "l" : "g");
    }

    // ---- random

    private static FilterNode node(Random random, int levels) {
        if (levels > 1 && random.nextInt(2) == 0) {
            var op = any(random, List.of("and", "or", "not"));
            int children = op.equals("not") ? 1 : 1 + random.nextInt(3);
            if (random.nextInt(40) == 0) {
                children = random.nextInt(3);
            }
            var nodes = Stream.generate(() -> node(random, levels - 1)).limit(children).toList();
            return new FilterNode(
                    random.nextInt(60) == 0 ? "xor" : op, "", "", "", List.of(), nodes);
        }
        var cmp = any(random, CMPS.subList(0, random.nextInt(20) == 0 ? CMPS.size() : 13));
        boolean typical = random.nextInt(8) != 0;
        var val = typical == WITH_VAL.contains(cmp) ? any(random, VALUES) : "";
        if (typical && cmp.matches("lte?|gte?")) {
            val = any(random, VALUES.subList(4, 8));
        }
        List<String> vals =
                typical == cmp.endsWith("in")
                        ? Stream.generate(() -> any(random, VALUES)).limit(2).toList()
                        : List.of();
        return new FilterNode(
                "",
                random.nextInt(20) == 0 ? any(random, KEYS) : KEYS.getFirst(),
                cmp,
                val,
                vals,
                List.of());
    }

    private static Map<String, String> tags(Random random) {
        var tags = new HashMap<String, String>();
        for (var key : KEYS) {
            if (random.nextInt(3) > 0) {
                tags.put(key, any(random, VALUES));
            }
        }
        return tags;
    }

    private static String any(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
