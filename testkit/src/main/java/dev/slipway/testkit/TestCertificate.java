package dev.slipway.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate that signs itself, and the contexts that present and trust it alone. It is made in this process, as RFC 5280
 * lays it out, for the JDK's keytool takes a second of a processor for each.
 */
public record TestCertificate(X509Certificate certificate, PrivateKey key) {

    private static final char[] PASSWORD = "password".toCharArray();
    private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.identifier("1.2.840.10045.4.3.2"));
    private static final String COMMON_NAME = "2.5.4.3";
    private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
    private static final int VERSION = 0xa0;
    private static final int EXTENSIONS = 0xa3;
    private static final int DNS_NAME = 0x82;
    private static final int ADDRESS = 0x87;

    /** Makes one for this machine. */
    public static TestCertificate forLocalhost() throws GeneralSecurityException {
        return of("dns:localhost,ip:127.0.0.1");
    }

    /** @param names such as {@code dns:shop.localhost,ip:127.0.0.1} */
    public static TestCertificate of(String names) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        byte[] statement = statement(pair, names);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(statement);
        byte[] encoded = Der.sequence(statement, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        return new TestCertificate(
                (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(encoded)), pair.getPrivate());
    }

    private static byte[] statement(KeyPair pair, String names) {
        byte[] name = Der.sequence(Der.set(Der.sequence(Der.identifier(COMMON_NAME), Der.text(names))));
        Instant from = Instant.now().minus(Duration.ofHours(1));
        byte[] alternatives = Der.sequence(Arrays.stream(names.split(","))
                .map(TestCertificate::alternative)
                .toArray(byte[][]::new));
        return Der.sequence(
                Der.value(VERSION, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(63, new SecureRandom())),
                ECDSA_WITH_SHA256,
                name,
                Der.sequence(Der.time(from), Der.time(from.plus(Duration.ofDays(30)))),
                name,
                pair.getPublic().getEncoded(),
                Der.value(
                        EXTENSIONS,
                        Der.sequence(
                                Der.sequence(Der.identifier(SUBJECT_ALTERNATIVE_NAME), Der.octets(alternatives)))));
    }

    private static byte[] alternative(String name) {
        String value = name.substring(name.indexOf(':') + 1);
        return name.startsWith("ip:")
                ? Der.value(ADDRESS, InetAddress.ofLiteral(value).getAddress())
                : Der.value(DNS_NAME, value.getBytes(StandardCharsets.US_ASCII));
    }

    /** Puts the pair into a folder as an edge reads it, the key first and readable to its owner alone. */
    public void write(Path folder, String name) throws IOException, GeneralSecurityException {
        Files.createDirectories(folder);
        Path keyFile = folder.resolve(name + ".key");
        Files.writeString(keyFile, keyPem());
        Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(folder.resolve(name + ".crt"), pem());
    }

    /** The certificate in PEM. */
    public String pem() throws GeneralSecurityException {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    /** Its private key in PEM. */
    public String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    private static String pem(String type, byte[] bytes) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + type
                + "-----\n";
    }

    /** Both presents this certificate, and trusts it and no other. */
    public SSLContext context() throws GeneralSecurityException, IOException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry("own", key, PASSWORD, new Certificate[] {certificate});
        KeyManagerFactory presented = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        presented.init(own, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("test", certificate);
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(presented.getKeyManagers(), managers.getTrustManagers(), new SecureRandom());
        return context;
    }
}
