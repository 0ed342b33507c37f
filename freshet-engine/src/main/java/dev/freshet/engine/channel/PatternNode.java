package dev.freshet.engine.channel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One level of a [ChannelPatternTable]: what may follow the segments so far.
///
/// The literal segments stand in a hash table of our own, because a map would want each segment as
/// a string of its own.
final class PatternNode<V> {
    private final List<String> literals = new ArrayList<>();
    private final List<PatternNode<V>> children = new ArrayList<>();

    /// Where a literal stands in the lists, from 1; 0 for an empty slot. At most half full.
    private int[] slots = new int[4];

    /// What follows `:name`.
    private @Nullable PatternNode<V> anyOne;

    /// What belongs to the pattern that ends here.
    private @Nullable V value;

    /// What belongs to the pattern that ends with `*` behind here.
    private @Nullable V rest;

    /// Adds a pattern's segments from `at` on.
    void put(List<String> segments, int at, V newValue) {
        if (at == segments.size()) {
            value = newValue;
        } else if (ChannelPattern.isRest(segments.get(at))) {
            rest = newValue;
        } else {
            child(segments.get(at)).put(segments, at + 1, newValue);
        }
    }

    private PatternNode<V> child(String segment) {
        if (ChannelPattern.isName(segment)) {
            var child = anyOne == null ? new PatternNode<V>() : anyOne;
            anyOne = child;
            return child;
        }
        var known = literal(segment, 0, segment.length(), segment.hashCode());
        return known != null ? known : addLiteral(segment);
    }

    private PatternNode<V> addLiteral(String segment) {
        var child = new PatternNode<V>();
        literals.add(segment);
        children.add(child);
        if (literals.size() * 2 > slots.length) {
            slots = new int[slots.length * 2];
            for (int i = 0; i < literals.size(); i++) {
                occupy(i);
            }
        } else {
            occupy(literals.size() - 1);
        }
        return child;
    }

    private void occupy(int literal) {
        int slot = first(literals.get(literal).hashCode());
        while (slots[slot] != 0) {
            slot = next(slot);
        }
        slots[slot] = literal + 1;
    }

    /// What belongs to the most literal pattern that the channel fits from `start` on, the begin of
    /// a segment. As patterns that fit the same channel are all comparable, that is the first one
    /// found when literals are tried first and `*` last.
    @Nullable V find(String channel, int start) {
        int end = start;
        int hash = 0;
        for (; end < channel.length() && channel.charAt(end) != '/'; end++) {
            // As String.hashCode() does.
            hash = 31 * hash + channel.charAt(end);
        }
        var found = behind(literal(channel, start, end, hash), channel, end);
        if (found == null && end > start) {
            found = behind(anyOne, channel, end);
        }
        return found == null && start < channel.length() ? rest : found;
    }

    private static <V> @Nullable V behind(@Nullable PatternNode<V> child, String channel, int end) {
        if (child == null) {
            return null;
        }
        return end == channel.length() ? child.value : child.find(channel, end + 1);
    }

    private @Nullable PatternNode<V> literal(String text, int start, int end, int hash) {
        for (int slot = first(hash); slots[slot] != 0; slot = next(slot)) {
            var literal = literals.get(slots[slot] - 1);
            if (literal.length() == end - start && text.startsWith(literal, start)) {
                return children.get(slots[slot] - 1);
            }
        }
        return null;
    }

    private int first(int hash) {
        return (hash ^ (hash >>> 16)) & (slots.length - 1);
    }

    private int next(int slot) {
        return (slot + 1) & (slots.length - 1);
    }
}
