package dev.freshet.server.datasource;

import dev.freshet.server.config.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Encrypts secrets for the tables: AES-256-GCM, a random nonce each, with a key that is made of
/// `[security] secret_key` and the database's salt.
///
/// A text belongs to its place: moved to another data source or name it cannot be read. Any thread.
/// Making the key takes some 50 ms, so it is made with the first secret.
final class Vault {
    private static final int ITERATIONS = 100_000;
    private static final int KEY_BITS = 256;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Secret secretKey;
    private final byte[] salt;
    private final SecureRandom random;
    private @Nullable SecretKeySpec key;

    Vault(Secret secretKey, byte[] salt, SecureRandom random) {
        this.secretKey = secretKey;
        this.salt = salt.clone();
        this.random = random;
    }

    /// @param place of the secret, for example `7/password`
    String encrypt(String place, String plain) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE, nonce, place);
            var encrypted = cipher.doFinal(plain.getBytes(StandardCharsets.UTF_8));
            var all = ByteBuffer.allocate(NONCE_BYTES + encrypted.length);
            return Base64.getEncoder().encodeToString(all.put(nonce).put(encrypted).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has AES-GCM", e);
        }
    }

    /// Empty when the text was encrypted with another key, for another place, or is damaged.
    Optional<String> decrypt(String place, String text) {
        try {
            var all = Base64.getDecoder().decode(text);
            if (all.length < NONCE_BYTES) {
                return Optional.empty();
            }
            var nonce = new byte[NONCE_BYTES];
            System.arraycopy(all, 0, nonce, 0, NONCE_BYTES);
            var plain =
                    cipher(Cipher.DECRYPT_MODE, nonce, place)
                            .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
            return Optional.of(new String(plain, StandardCharsets.UTF_8));
        } catch (AEADBadTagException | IllegalArgumentException _) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has AES-GCM", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private synchronized SecretKeySpec key() throws GeneralSecurityException {
        if (key == null) {
            var spec = new PBEKeySpec(secretKey.reveal().toCharArray(), salt, ITERATIONS, KEY_BITS);
            var made = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec);
            key = new SecretKeySpec(made.getEncoded(), "AES");
        }
        return key;
    }
}
