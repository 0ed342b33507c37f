package dev.freshet.sources.influxdb;

import dev.freshet.sources.influxdb.Tokens.Kind;
import dev.freshet.sources.influxdb.Tokens.Token;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// The functions that words of a statement call.
final class Calls {
    private Calls() {}

    /// Whether a call begins at this word.
    static boolean isCall(List<Token> tokens, int i) {
        return i + 2 < tokens.size()
                && tokens.get(i).kind() == Kind.WORD
                && tokens.get(i + 1).is("(");
    }

    static boolean has(List<Token> tokens, String function) {
        return !places(tokens, Set.of(function)).isEmpty();
    }

    /// Where calls of these functions begin.
    static List<Integer> places(List<Token> tokens, Set<String> functions) {
        return IntStream.range(0, tokens.size())
                .filter(i -> isCall(tokens, i) && functions.contains(tokens.get(i).text()))
                .boxed()
                .toList();
    }

    /// The last word before the end of the call that begins here.
    static Token lastArgument(List<Token> tokens, int i) {
        int depth = tokens.get(i).depth();
        for (int j = i + 2; j < tokens.size(); j++) {
            if (tokens.get(j).is(")") && tokens.get(j).depth() == depth) {
                return tokens.get(j - 1);
            }
        }
        return tokens.getLast();
    }
}
