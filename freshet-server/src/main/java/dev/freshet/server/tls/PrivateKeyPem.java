package dev.freshet.server.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// Reads a private key from PEM text: PKCS#8, and the older forms of OpenSSL for RSA and EC, which
/// are wrapped into PKCS#8 because the JDK knows nothing else.
final class PrivateKeyPem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----([^-]*)-----END \\1-----");
    private static final byte[] VERSION_0 = {2, 1, 0};
    private static final byte[] RSA = {
        0x30, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
    };
    private static final byte[] EC = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 4;
    private static final int EC_PARAMETERS = 0xa0;

    private PrivateKeyPem() {}

    /// Reads the first key of the text.
    ///
    /// @throws GeneralSecurityException with a message that completes the sentence *The file …*
    static PrivateKey read(String text) throws GeneralSecurityException {
        var block = BLOCK.matcher(text);
        if (!block.find()) {
            throw new GeneralSecurityException(
                    "holds no private key; it should contain -----BEGIN PRIVATE KEY-----");
        }
        if (block.group(1).startsWith("ENCRYPTED") || block.group(2).contains("ENCRYPTED")) {
            throw new GeneralSecurityException(
                    "holds a key with a password; remove it with: openssl pkey -in KEY -out NEW");
        }
        var der = decode(block.group(2));
        return switch (block.group(1)) {
            case "PRIVATE KEY" -> key(der, List.of("RSA", "EC", "EdDSA"));
            case "RSA PRIVATE KEY" -> key(wrapped(RSA, der), List.of("RSA"));
            case "EC PRIVATE KEY" -> key(wrapped(sequence(EC, curve(der)), der), List.of("EC"));
            default ->
                    throw new GeneralSecurityException(
                            "holds a " + block.group(1) + ", which cannot be used for TLS");
        };
    }

    private static byte[] decode(String base64) throws GeneralSecurityException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("holds a damaged key: its Base64 is broken", e);
        }
    }

    private static PrivateKey key(byte[] pkcs8, List<String> algorithms)
            throws GeneralSecurityException {
        for (var algorithm : algorithms) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException _) {
                // The next algorithm may know it.
            }
        }
        throw new GeneralSecurityException(
                "holds a damaged key, or one of a kind other than RSA, EC and Ed25519");
    }

    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return sequence(VERSION_0, algorithm, tagged(OCTETS, key));
    }

    /// `ECPrivateKey ::= SEQUENCE { version, privateKey OCTET STRING, [0] parameters, … }`: gives
    /// the curve's name from the parameters.
    private static byte[] curve(byte[] key) throws GeneralSecurityException {
        try {
            int at = contentAt(key, 0);
            at = after(key, at);
            at = after(key, at);
            if ((key[at] & 0xff) != EC_PARAMETERS) {
                throw new GeneralSecurityException(
                        "holds an EC key without the name of its curve; convert it with: openssl"
                                + " pkcs8 -topk8 -nocrypt -in KEY -out NEW");
            }
            return Arrays.copyOfRange(key, contentAt(key, at), after(key, at));
        } catch (IndexOutOfBoundsException e) {
            throw new GeneralSecurityException("holds a damaged key", e);
        }
    }

    private static int contentAt(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static int after(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        long length = first;
        if (first >= 0x80) {
            length = 0;
            for (int i = 0; i < (first & 0x7f); i++) {
                length = Math.min(length * 256 + (der[at + 2 + i] & 0xff), der.length + 1L);
            }
        }
        long end = contentAt(der, at) + length;
        if (end > der.length) {
            throw new IndexOutOfBoundsException(end);
        }
        return Math.toIntExact(end);
    }

    private static byte[] sequence(byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (var part : parts) {
            content.writeBytes(part);
        }
        return tagged(SEQUENCE, content.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            out.write(0x83);
            out.write(content.length >> 16);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
