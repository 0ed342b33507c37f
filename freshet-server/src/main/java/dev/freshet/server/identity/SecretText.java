package dev.freshet.server.identity;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.zip.CRC32;

/// Makes the secrets that are handed out once.
final class SecretText {
    private static final String LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String TOKEN_START = "glsa_";
    private static final int TOKEN_SECRET = 32;
    private static final int TOKEN_LENGTH = TOKEN_START.length() + TOKEN_SECRET + 9;
    private static final int PASSWORD_LENGTH = 24;

    private final SecureRandom random;

    SecretText(SecureRandom random) {
        this.random = random;
    }

    /// `glsa_`, 32 letters and digits, `_` and a checksum, as Grafana makes them.
    String token() {
        var start = TOKEN_START + letters(TOKEN_SECRET);
        return start + "_" + checksum(start);
    }

    /// A session cookie's value: 32 random bytes.
    String session() {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// 142 bits.
    String password() {
        return letters(PASSWORD_LENGTH);
    }

    /// True when the text may be a token of a service account, judged by form and checksum.
    static boolean isToken(String text) {
        return text.length() == TOKEN_LENGTH
                && text.startsWith(TOKEN_START)
                && text.charAt(TOKEN_LENGTH - 9) == '_'
                && text.endsWith(checksum(text.substring(0, TOKEN_LENGTH - 9)));
    }

    /// True when the text was meant to be one.
    static boolean looksLikeToken(String text) {
        return text.startsWith(TOKEN_START);
    }

    private String letters(int count) {
        return random.ints(count, 0, LETTERS.length())
                .collect(
                        StringBuilder::new,
                        (text, i) -> text.append(LETTERS.charAt(i)),
                        StringBuilder::append)
                .toString();
    }

    /// Grafana writes the least significant byte first.
    private static String checksum(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits(Integer.reverseBytes((int) crc.getValue()));
    }
}
