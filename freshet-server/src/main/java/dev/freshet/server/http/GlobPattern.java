package dev.freshet.server.http;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// A glob over a whole string: `*` any run, `?` one character, `[abc]` `[a-c]` `[!a]` classes,
/// `{x,y}` alternatives, `\` escapes. No character is a separator.
///
/// Compiled to a small nondeterministic automaton that is walked in all its states at once, so the
/// time is pattern length times text length whatever the text: a hostile Origin buys no
/// backtracking.
public final class GlobPattern {
    private final String source;
    private final List<State> states = new ArrayList<>();
    private final int accept;

    private sealed interface State {
        /// Takes one character that `set` holds, then goes to `next`.
        record Take(CharSet set, int next) implements State {}

        /// Goes on without taking anything; `ways` are filled in while compiling.
        record Fork(List<Integer> ways) implements State {}
    }

    private record CharSet(String ranges, boolean negated) {
        boolean holds(char c) {
            for (int i = 0; i < ranges.length(); i += 2) {
                if (ranges.charAt(i) <= c && c <= ranges.charAt(i + 1)) {
                    return !negated;
                }
            }
            return negated;
        }
    }

    private static final CharSet ANY = new CharSet("", true);

    private GlobPattern(String source) {
        this.source = source;
        var parser = new Parser();
        this.accept = parser.sequence(fork(), false);
        if (parser.at < source.length()) {
            throw parser.wrong("} has no {");
        }
    }

    /// Throws [IllegalArgumentException] with a sentence when the pattern does not compile.
    public static GlobPattern compile(String source) {
        return new GlobPattern(source);
    }

    public boolean matches(String text) {
        var now = new BitSet(states.size());
        enter(0, now);
        for (int i = 0; i < text.length() && !now.isEmpty(); i++) {
            var next = new BitSet(states.size());
            for (int s = now.nextSetBit(0); s >= 0; s = now.nextSetBit(s + 1)) {
                if (states.get(s) instanceof State.Take(CharSet set, int to)
                        && set.holds(text.charAt(i))) {
                    enter(to, next);
                }
            }
            now = next;
        }
        return now.get(accept);
    }

    @Override
    public String toString() {
        return source;
    }

    private void enter(int state, BitSet into) {
        if (into.get(state)) {
            return;
        }
        into.set(state);
        if (states.get(state) instanceof State.Fork(List<Integer> ways)) {
            ways.forEach(way -> enter(way, into));
        }
    }

    private int fork() {
        states.add(new State.Fork(new ArrayList<>(2)));
        return states.size() - 1;
    }

    private void connect(int fork, int to) {
        if (states.get(fork) instanceof State.Fork(List<Integer> ways)) {
            ways.add(to);
        }
    }

    /// Recursive descent over the pattern; each method returns the fork at which its part ends.
    private final class Parser {
        int at;

        int sequence(int from, boolean nested) {
            int end = from;
            while (at < source.length() && !endsHere(nested)) {
                end = one(end);
            }
            return end;
        }

        private boolean endsHere(boolean nested) {
            return source.charAt(at) == '}' || (nested && source.charAt(at) == ',');
        }

        private int one(int from) {
            char c = source.charAt(at++);
            return switch (c) {
                case '*' -> repeat(from);
                case '?' -> take(from, ANY);
                case '[' -> take(from, characterClass());
                case '{' -> alternatives(from);
                default -> take(from, single(c == '\\' ? escaped() : c));
            };
        }

        private int repeat(int from) {
            connect(from, states.size());
            states.add(new State.Take(ANY, from));
            return from;
        }

        private int take(int from, CharSet set) {
            connect(from, states.size());
            states.add(new State.Take(set, states.size() + 1));
            return fork();
        }

        private int alternatives(int from) {
            int opened = at;
            int join = fork();
            do {
                int branch = fork();
                connect(from, branch);
                connect(sequence(branch, true), join);
                if (at >= source.length()) {
                    at = opened;
                    throw wrong("{ has no }");
                }
            } while (source.charAt(at++) == ',');
            return join;
        }

        private CharSet characterClass() {
            int opened = at;
            boolean negated = at < source.length() && source.charAt(at) == '!';
            at += negated ? 1 : 0;
            var ranges = new StringBuilder();
            while (at < source.length() && source.charAt(at) != ']') {
                range(ranges);
            }
            if (at >= source.length() || ranges.isEmpty()) {
                at = opened;
                throw wrong("[ has no members or no ]");
            }
            at++;
            return new CharSet(ranges.toString(), negated);
        }

        private void range(StringBuilder ranges) {
            char low = member();
            char high = low;
            boolean more = at + 1 < source.length() && source.charAt(at + 1) != ']';
            if (more && source.charAt(at) == '-') {
                at++;
                high = member();
            }
            if (high < low) {
                throw wrong("the range " + low + "-" + high + " is upside down");
            }
            ranges.append(low).append(high);
        }

        private char member() {
            char c = source.charAt(at++);
            return c == '\\' ? escaped() : c;
        }

        private char escaped() {
            if (at >= source.length()) {
                throw wrong("\\ has nothing to escape");
            }
            return source.charAt(at++);
        }

        private static CharSet single(char c) {
            return new CharSet("" + c + c, false);
        }

        IllegalArgumentException wrong(String what) {
            return new IllegalArgumentException(
                    "Pattern \""
                            + source
                            + "\" does not compile at character "
                            + at
                            + ": "
                            + what
                            + ".");
        }
    }
}
