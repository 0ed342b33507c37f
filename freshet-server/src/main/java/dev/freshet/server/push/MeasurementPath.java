package dev.freshet.server.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.regex.Pattern;

/// Maps measurement names to channel paths and back.
///
/// Letters, digits, `_ - . /` stay as they are; every other byte of the name's UTF-8 becomes `=XX`
/// in upper-case hex, `=` itself too. A segment `.` or `..` is written in hex, because HTTP clients
/// and proxies would resolve it. So ordinary names are their own path, as in Grafana, and no two
/// names share one.
public final class MeasurementPath {
    private static final Pattern DOTS = Pattern.compile("(?<=^|/)(\\.\\.?)(?=/|$)");

    private MeasurementPath() {}

    /// The channel path of this measurement.
    public static String encode(String measurement) {
        if (isOrdinary(measurement)) {
            return measurement;
        }
        StringBuilder path = new StringBuilder();
        for (byte b : measurement.getBytes(UTF_8)) {
            if (isPlain(b)) {
                path.append((char) b);
            } else {
                path.append("=%02X".formatted(b & 0xFF));
            }
        }
        return DOTS.matcher(path).replaceAll(dots -> dots.group().replace(".", "=2E"));
    }

    /// The measurement of this channel path.
    ///
    /// Text that is no `=XX` stays as it is, so a path that was not made here decodes to something
    /// readable.
    public static String decode(String path) {
        if (path.indexOf('=') < 0) {
            return path;
        }
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        byte[] bytes = path.getBytes(UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            int value = bytes[i] == '=' ? hex(bytes, i + 1) : -1;
            name.write(value >= 0 ? value : bytes[i]);
            i += value >= 0 ? 2 : 0;
        }
        return name.toString(UTF_8);
    }

    private static int hex(byte[] bytes, int at) {
        if (at + 2 > bytes.length) {
            return -1;
        }
        int high = Character.digit(bytes[at], 16);
        int low = Character.digit(bytes[at + 1], 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    private static boolean isOrdinary(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isPlain(c) || c == '.' || c == '/') {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '-'
                || c == '.'
                || c == '/';
    }
}
