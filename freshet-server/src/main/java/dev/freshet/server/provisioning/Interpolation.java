package dev.freshet.server.provisioning;

import dev.freshet.server.config.TextFile;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts in what `$NAME`, `${NAME}`, `$__env{NAME}` and `$__file{path}` stand for; `$$` is a plain
/// `$`, and so is one that no name follows.
///
/// What was put in is not looked at again, so a variable may hold any sign.
final class Interpolation {
    private static final Pattern REFERENCE =
            Pattern.compile("\\$(?:(\\$)|__(\\w+)\\{([^}]*)}|\\{(\\w+)}|(\\w+))");

    private final Map<String, String> environment;

    Interpolation(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /// @param secret the text may be a password, and what looks like a variable a part of it: it is
    ///   not told
    /// @param warning told in one sentence of each variable that is not set
    /// @throws IllegalArgumentException with a sentence when the text cannot be made
    String expand(String text, boolean secret, Consumer<String> warning) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        return REFERENCE
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(replacement(found, secret, warning)));
    }

    private String replacement(MatchResult found, boolean secret, Consumer<String> warning) {
        if (found.group(1) != null) {
            return "$";
        }
        var function = found.group(2);
        if (function != null) {
            return switch (function) {
                case "env" -> variable(found.group(3).strip(), warning);
                case "file" -> TextFile.read(found.group(3).strip());
                default ->
                        throw new IllegalArgumentException(
                                "$__"
                                        + function
                                        + "{…} is not known here; write $__env{NAME} or"
                                        + " $__file{path}.");
            };
        }
        if (found.group(4) != null) {
            return variable(found.group(4), warning);
        }
        var value = environment.get(found.group(5));
        if (value == null) {
            warning.accept(
                    "a $ is taken for a variable"
                            + (secret ? "" : ", $" + found.group(5) + ",")
                            + " that is not set, and left out with its name; set the variable,"
                            + " or write $$ for a plain $");
            return "";
        }
        return value;
    }

    private String variable(String name, Consumer<String> warning) {
        var value = environment.get(name);
        if (value == null) {
            warning.accept("the variable " + name + " is not set");
            return "";
        }
        return value;
    }
}
