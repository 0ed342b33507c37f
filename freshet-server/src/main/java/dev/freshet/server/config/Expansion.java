package dev.freshet.server.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Replaces `%(key)s` by another key's value, `$__env{NAME}` and `${NAME}` by a variable and
/// `$__file{path}` by a file's text.
///
/// What was put in is not looked at again, so a password may contain any of these signs. A key's
/// value is made once and is at most 64 KiB, so keys that refer to each other cannot grow.
final class Expansion {
    private static final int LARGEST = 64 * 1024;
    private static final int DEEPEST = 99;
    private static final Pattern REFERENCE =
            Pattern.compile("%\\(([^()]+)\\)s|\\$(?:__(env|file))?\\{([^}]+)}");

    private final Function<KeyName, @Nullable String> texts;
    private final Map<String, String> environment;
    private final Map<KeyName, String> done = new HashMap<>();
    private final Set<KeyName> doing = new HashSet<>();

    /// @param texts what a key is set to, its default, or null for an unknown key
    Expansion(Function<KeyName, @Nullable String> texts, Map<String, String> environment) {
        this.texts = texts;
        this.environment = environment;
    }

    /// @throws IllegalArgumentException with a sentence when the value cannot be made
    String expand(KeyName name, String text) {
        var known = done.get(name);
        if (known != null) {
            return known;
        }
        if (!doing.add(name) || doing.size() > DEEPEST) {
            throw new IllegalArgumentException(name + " refers to itself by %(…)s.");
        }
        try {
            var value = replaceReferences(name.section(), text);
            done.put(name, value);
            return value;
        } finally {
            doing.remove(name);
        }
    }

    /// The same for text that is no key's value.
    String replaceReferences(String section, String text) {
        var matcher = REFERENCE.matcher(text);
        var value = new StringBuilder();
        int from = 0;
        while (matcher.find()) {
            value.append(text, from, matcher.start()).append(replacement(section, matcher));
            from = matcher.end();
            if (value.length() > LARGEST) {
                break;
            }
        }
        value.append(text, from, text.length());
        if (value.length() > LARGEST) {
            throw new IllegalArgumentException("The value is longer than 64 KiB.");
        }
        return value.toString();
    }

    private String replacement(String section, Matcher matcher) {
        var key = matcher.group(1);
        if (key != null) {
            return ofKey(section, key, matcher.group());
        }
        var argument = matcher.group(3).strip();
        return "file".equals(matcher.group(2)) ? TextFile.read(argument) : ofVariable(argument);
    }

    /// Looks in the section, then in the sections it is a child of, then in `DEFAULT`.
    private String ofKey(String section, String key, String asWritten) {
        var name = new KeyName(section, key);
        var text = texts.apply(name);
        if (text != null) {
            return expand(name, text);
        }
        if (section.equals("DEFAULT")) {
            return asWritten;
        }
        int dot = section.lastIndexOf('.');
        return ofKey(dot < 0 ? "DEFAULT" : section.substring(0, dot), key, asWritten);
    }

    private String ofVariable(String name) {
        var value = environment.get(name);
        return value == null ? "" : value;
    }
}
