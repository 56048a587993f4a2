package dev.slipway.server.certificate;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Keys of accounts and certificates, made by the JDK and written as PEM (RFC 7468). */
final class Keys {

    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Keys() {}

    /** A key on the curve P-256, which every authority and every browser takes. */
    static KeyPair fresh() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK makes no keys on P-256", e);
        }
    }

    /** The private half, as PKCS #8. */
    static String secret(KeyPair key) {
        return pem(PRIVATE, key.getPrivate().getEncoded());
    }

    /** Both halves. */
    static String both(KeyPair key) {
        return secret(key) + pem(PUBLIC, key.getPublic().getEncoded());
    }

    /** Reads both halves again. */
    static KeyPair read(String both) throws GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance("EC");
        return new KeyPair(
                factory.generatePublic(new X509EncodedKeySpec(content(both, PUBLIC))),
                factory.generatePrivate(new PKCS8EncodedKeySpec(content(both, PRIVATE))));
    }

    static String pem(String what, byte[] content) {
        return begin(what) + "\n" + LINES.encodeToString(content) + "\n" + end(what) + "\n";
    }

    private static byte[] content(String text, String what) throws GeneralSecurityException {
        int from = text.indexOf(begin(what));
        int until = text.indexOf(end(what));
        if (from < 0 || until < from) {
            throw new GeneralSecurityException("there is no " + what + " in it");
        }
        return Base64.getMimeDecoder().decode(text.substring(from + begin(what).length(), until));
    }

    private static String begin(String what) {
        return "-----BEGIN " + what + "-----";
    }

    private static String end(String what) {
        return "-----END " + what + "-----";
    }
}
