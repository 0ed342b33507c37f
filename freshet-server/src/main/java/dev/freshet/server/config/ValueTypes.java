package dev.freshet.server.config;

import dev.freshet.server.auth.Role;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The kinds of values that keys have.
final class ValueTypes {
    static final ValueType<String> TEXT = new ValueType<>("text", text -> text, false);
    static final ValueType<Secret> SECRET = new ValueType<>("secret", Secret::new, false);
    static final ValueType<Boolean> FLAG = new ValueType<>("true or false", ValueTypes::flag, true);

    /// Separated by commas.
    static final ValueType<List<String>> LIST =
            new ValueType<>("list, separated by commas", text -> split(text, ","), false);

    /// Separated by spaces or commas.
    static final ValueType<List<String>> WORDS =
            new ValueType<>("words", text -> split(text, "[,\\s]+"), false);

    static final ValueType<Role> ROLE =
            new ValueType<>("Viewer, Editor or Admin", ValueTypes::role, true);
    static final ValueType<Optional<Role>> ROLE_OR_NONE =
            new ValueType<>(
                    "Viewer, Editor, Admin or None",
                    text ->
                            text.equalsIgnoreCase("none")
                                    ? Optional.empty()
                                    : Optional.of(role(text)),
                    true);

    private ValueTypes() {}

    static ValueType<Integer> number(int least, int most) {
        return new ValueType<>(
                "number", text -> Math.toIntExact(whole(text, least, most, Long::parseLong)), true);
    }

    static ValueType<Duration> duration(Duration least, Duration most) {
        return new ValueType<>(
                "duration",
                text -> {
                    var value = DurationText.parse(text);
                    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                        throw new IllegalArgumentException(
                                "not between "
                                        + DurationText.print(least)
                                        + " and "
                                        + DurationText.print(most));
                    }
                    return value;
                },
                true);
    }

    static ValueType<Long> bytes(long least, long most) {
        return new ValueType<>("size", text -> whole(text, least, most, ByteSizeText::parse), true);
    }

    /// The constants of an enum, written in lower case.
    static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
        var constants = List.of(type.getEnumConstants());
        var names =
                constants.stream()
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
        return new ValueType<>(
                names,
                text ->
                        constants.stream()
                                .filter(constant -> constant.name().equalsIgnoreCase(text))
                                .findFirst()
                                .orElseThrow(
                                        () -> new IllegalArgumentException("not one of " + names)),
                true);
    }

    private static long whole(String text, long least, long most, Function<String, Long> reader) {
        long value;
        try {
            value = reader.apply(text);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("not a whole number");
        }
        if (value < least || value > most) {
            throw new IllegalArgumentException("not between " + least + " and " + most);
        }
        return value;
    }

    private static Role role(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "viewer" -> Role.VIEWER;
            case "editor" -> Role.EDITOR;
            case "admin" -> Role.ADMIN;
            default -> throw new IllegalArgumentException("not one of Viewer, Editor, Admin");
        };
    }

    private static boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "t", "1", "yes", "y", "on" -> true;
            case "false", "f", "0", "no", "n", "off" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static List<String> split(String text, String separator) {
        return Arrays.stream(text.split(separator, -1))
                .map(String::strip)
                .flatMap(word -> word.isEmpty() ? Stream.empty() : Stream.of(word))
                .toList();
    }
}
