package dev.freshet.plugins;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/// A key and a certificate that signs itself for `localhost`, without an end. The JDK can read
/// certificates but not make them, so its fields are written here one after the other (RFC 5280).
record SelfSigned(PrivateKey key, X509Certificate certificate) {
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int UTF8_STRING = 0x0c;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;

    private static final byte[] TRUE = {1, 1, -1};
    private static final byte[] ECDSA_WITH_SHA256 = hex("2a8648ce3d040302");
    private static final byte[] COMMON_NAME = hex("550403");
    private static final byte[] KEY_USAGE = hex("551d0f");
    private static final byte[] ALTERNATIVE_NAME = hex("551d11");
    private static final byte[] BASIC_CONSTRAINTS = hex("551d13");
    private static final byte[] EXTENDED_KEY_USAGE = hex("551d25");
    private static final byte[] SERVER_AUTHENTICATION = hex("2b06010505070301");
    private static final byte[] CLIENT_AUTHENTICATION = hex("2b06010505070302");

    /// Digital signature, key agreement, certificate signing.
    private static final byte[] USAGES = {BIT_STRING, 2, 2, (byte) 0x8c};

    /// The date that says "no end" (RFC 5280, 4.1.2.5).
    private static final String NO_END = "99991231235959Z";

    /// Makes a new pair.
    ///
    /// @param from when it begins to be valid
    static SelfSigned make(Instant from) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        byte[] algorithm = der(SEQUENCE, der(OBJECT_IDENTIFIER, ECDSA_WITH_SHA256));
        byte[] signed = signedPart(pair, algorithm, from);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(signed);
        byte[] whole = der(SEQUENCE, signed, algorithm, bits(signature.sign()));
        return new SelfSigned(pair.getPrivate(), read(whole));
    }

    static X509Certificate read(byte[] encoded) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(encoded));
    }

    private static byte[] signedPart(KeyPair pair, byte[] algorithm, Instant from) {
        byte[] version3 = der(0xa0, der(INTEGER, new byte[] {2}));
        byte[] serial =
                der(INTEGER, new BigInteger(120, new SecureRandom()).setBit(0).toByteArray());
        byte[] name =
                der(
                        SEQUENCE,
                        der(
                                SET,
                                der(
                                        SEQUENCE,
                                        der(OBJECT_IDENTIFIER, COMMON_NAME),
                                        der(UTF8_STRING, "localhost".getBytes(US_ASCII)))));
        String begin =
                DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'")
                        .withZone(ZoneOffset.UTC)
                        .format(from);
        byte[] validity =
                der(
                        SEQUENCE,
                        der(UTC_TIME, begin.getBytes(US_ASCII)),
                        der(GENERALIZED_TIME, NO_END.getBytes(US_ASCII)));
        return der(
                SEQUENCE,
                version3,
                serial,
                algorithm,
                name,
                validity,
                name,
                pair.getPublic().getEncoded(),
                der(0xa3, der(SEQUENCE, extensions())));
    }

    private static byte[][] extensions() {
        return new byte[][] {
            extension(BASIC_CONSTRAINTS, TRUE, der(SEQUENCE, TRUE)),
            extension(KEY_USAGE, TRUE, USAGES),
            extension(
                    EXTENDED_KEY_USAGE,
                    new byte[0],
                    der(
                            SEQUENCE,
                            der(OBJECT_IDENTIFIER, SERVER_AUTHENTICATION),
                            der(OBJECT_IDENTIFIER, CLIENT_AUTHENTICATION))),
            extension(
                    ALTERNATIVE_NAME,
                    new byte[0],
                    der(SEQUENCE, der(0x82, "localhost".getBytes(US_ASCII))))
        };
    }

    private static byte[] extension(byte[] id, byte[] critical, byte[] value) {
        return der(SEQUENCE, der(OBJECT_IDENTIFIER, id), critical, der(OCTET_STRING, value));
    }

    private static byte[] bits(byte[] content) {
        return der(BIT_STRING, new byte[] {0}, content);
    }

    private static byte[] der(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        var whole = new ByteArrayOutputStream();
        whole.write(tag);
        int length = content.size();
        if (length < 0x80) {
            whole.write(length);
        } else if (length < 0x100) {
            whole.write(0x81);
            whole.write(length);
        } else {
            whole.write(0x82);
            whole.write(length >> 8);
            whole.write(length);
        }
        whole.writeBytes(content.toByteArray());
        return whole.toByteArray();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
