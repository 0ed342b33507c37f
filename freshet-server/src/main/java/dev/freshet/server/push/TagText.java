package dev.freshet.server.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Turns the tags of a line into the text of the column `labels`: `k=v, k2=v2`, sorted by key, the
/// last of equal keys.
///
/// The browser splits that text at commas and equals signs. Where a tag holds one of them the text
/// is `{k="v", k2="v2"}` instead, which the browser reads by a pattern without escapes: a quote in
/// a value becomes an apostrophe there. Reused from line to line by one conversion.
final class TagText {
    private byte[] text = new byte[256];
    private int length;

    /// Makes the text of this line's tags; it stands in [#bytes()] up to [#length()].
    void of(ParsedLine line) {
        if (line.tagCount == 0) {
            length = 0;
        } else if (line.tagsEscaped || line.body[line.tagsStart()] == '{' || !line.tagsAscend()) {
            text = format(tags(line)).getBytes(UTF_8);
            length = text.length;
        } else {
            copy(line.body, line.tagsStart(), line.tagsEnd());
        }
    }

    byte[] bytes() {
        return text;
    }

    int length() {
        return length;
    }

    /// The tags by key.
    static SortedMap<String, String> tags(ParsedLine line) {
        SortedMap<String, String> tags = new TreeMap<>(TagText::compareBytes);
        for (int tag = 0; tag < line.tagCount; tag++) {
            tags.put(line.tagKey(tag), line.tagValue(tag));
        }
        return tags;
    }

    /// The label text of sorted tags.
    static String format(SortedMap<String, String> tags) {
        boolean braces = tags.entrySet().stream().anyMatch(TagText::needsBraces);
        StringBuilder text = new StringBuilder(braces ? "{" : "");
        String separator = "";
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            text.append(separator).append(tag.getKey()).append('=');
            if (braces) {
                text.append('"').append(tag.getValue().replace('"', '\'')).append('"');
            } else {
                text.append(tag.getValue());
            }
            separator = ", ";
        }
        return text.append(braces ? "}" : "").toString();
    }

    /// Unescaped and sorted tags need only a blank after each comma.
    private void copy(byte[] body, int from, int to) {
        if (text.length < 2 * (to - from)) {
            text = new byte[2 * (to - from)];
        }
        int at = 0;
        for (int i = from; i < to; i++) {
            byte b = body[i];
            text[at++] = b;
            if (b == ',') {
                text[at++] = ' ';
            }
        }
        length = at;
    }

    private static boolean needsBraces(Map.Entry<String, String> tag) {
        return isAmbiguous(tag.getKey())
                || isAmbiguous(tag.getValue())
                || tag.getKey().startsWith("{");
    }

    private static boolean isAmbiguous(String text) {
        return text.indexOf(',') >= 0 || text.indexOf('=') >= 0;
    }

    private static int compareBytes(String a, String b) {
        return Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));
    }
}
