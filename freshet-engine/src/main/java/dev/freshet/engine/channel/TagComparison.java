package dev.freshet.engine.channel;

import dev.freshet.engine.protocol.FilterNode;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/// Checks and compiles a leaf of a tags filter: what one tag has to be (§16).
final class TagComparison {
    private static final int MAX_VALS = 100;

    private TagComparison() {}

    static TagCondition compile(FilterNode node, String path) throws InvalidFilterException {
        var cmp = node.cmp();
        if (cmp.isEmpty()) {
            throw InvalidFilterException.at(
                    path, "has neither op nor cmp; say how to compare, for example eq.");
        }
        // Those that are true of a missing tag are the opposite of one that is not.
        return switch (cmp) {
            case "neq" -> new TagCondition.Not(tag(node, "eq", path));
            case "nin" -> new TagCondition.Not(tag(node, "in", path));
            case "nex" -> new TagCondition.Not(tag(node, "ex", path));
            default -> tag(node, cmp, path);
        };
    }

    private static TagCondition tag(FilterNode node, String cmp, String path)
            throws InvalidFilterException {
        var value = value(node, cmp, path);
        if (node.key().isEmpty()) {
            throw InvalidFilterException.at(path, "has no key; name the tag that it looks at.");
        }
        return new TagCondition.Tag(node.key(), value);
    }

    private static Predicate<String> value(FilterNode node, String cmp, String path)
            throws InvalidFilterException {
        return switch (cmp) {
            case "ex" -> {
                requireNoVal(node, path);
                requireNoVals(node, path);
                yield tag -> true;
            }
            case "in" -> {
                requireNoVal(node, path);
                yield Set.copyOf(vals(node, path))::contains;
            }
            case "eq" -> val(node, path)::equals;
            case "sw" -> {
                var val = val(node, path);
                yield tag -> tag.startsWith(val);
            }
            case "ew" -> {
                var val = val(node, path);
                yield tag -> tag.endsWith(val);
            }
            case "ct" -> {
                var val = val(node, path);
                yield tag -> tag.contains(val);
            }
            case "lt" -> decimal(node, path, sign -> sign < 0);
            case "lte" -> decimal(node, path, sign -> sign <= 0);
            case "gt" -> decimal(node, path, sign -> sign > 0);
            case "gte" -> decimal(node, path, sign -> sign >= 0);
            default ->
                    throw InvalidFilterException.at(
                            path,
                            "has the cmp "
                                    + InvalidFilterException.shown(cmp)
                                    + "; use eq, neq, in, nin, ex, nex, sw, ew, ct, lt, lte, gt"
                                    + " or gte.");
        };
    }

    private static DecimalComparison decimal(FilterNode node, String path, IntPredicate fits)
            throws InvalidFilterException {
        var val = val(node, path);
        var number = DecimalComparison.parse(val);
        if (number == null) {
            throw InvalidFilterException.at(
                    path,
                    "has val "
                            + InvalidFilterException.shown(val)
                            + ", which is not a decimal number; "
                            + node.cmp()
                            + " needs one, for example 12.5.");
        }
        return new DecimalComparison(number, fits);
    }

    private static String val(FilterNode node, String path) throws InvalidFilterException {
        requireNoVals(node, path);
        if (node.val().isEmpty()) {
            throw InvalidFilterException.at(path, "has no val; " + node.cmp() + " needs one.");
        }
        return node.val();
    }

    private static List<String> vals(FilterNode node, String path) throws InvalidFilterException {
        int size = node.vals().size();
        if (size == 0 || size > MAX_VALS) {
            throw InvalidFilterException.at(
                    path, "has " + size + " vals; " + node.cmp() + " takes 1 to " + MAX_VALS + ".");
        }
        return node.vals();
    }

    private static void requireNoVal(FilterNode node, String path) throws InvalidFilterException {
        if (!node.val().isEmpty()) {
            throw InvalidFilterException.at(
                    path, "has a val, which " + node.cmp() + " does not use; drop it.");
        }
    }

    private static void requireNoVals(FilterNode node, String path) throws InvalidFilterException {
        if (!node.vals().isEmpty()) {
            throw InvalidFilterException.at(
                    path, "has vals, which " + node.cmp() + " does not use; drop them.");
        }
    }
}
