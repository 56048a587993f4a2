package dev.slipway.edge.tls;

import dev.slipway.kernel.Problem;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * A certificate chain with its key, ready for handshakes.
 *
 * @param names host names that it is for, in lower case; {@code *.example.com} covers one level
 * @param notAfter when it expires
 * @param chain the file that it was read from
 * @param context what a handshake needs
 */
record Identity(List<String> names, Instant notAfter, Path chain, SslContext context) {

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    /** @throws Problem of kind INVALID when the two files make no usable certificate */
    static Identity read(Path chain, Path key) {
        try {
            refuseExposed(key);
            X509Certificate leaf = leaf(chain);
            return new Identity(names(leaf), leaf.getNotAfter().toInstant(), chain, context(chain, key));
        } catch (IOException | CertificateException | IllegalArgumentException e) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-certificate",
                    "the certificate " + chain + " with the key " + key + " cannot be used: " + e.getMessage(),
                    "the chain is PEM with the server's certificate first; the key is PEM in PKCS #8, without a password",
                    e);
        }
    }

    private static void refuseExposed(Path key) throws IOException {
        if (Files.getPosixFilePermissions(key).contains(PosixFilePermission.OTHERS_READ)) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "key-exposed",
                    "everybody on this machine can read the key " + key,
                    "chmod 600 it, and replace it if others may have read it");
        }
    }

    private static X509Certificate leaf(Path chain) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(chain)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static List<String> names(X509Certificate certificate) throws CertificateException {
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives == null) {
            throw new CertificateException("it names no host (subjectAltName is missing)");
        }
        return alternatives.stream()
                .filter(name ->
                        name.getFirst().equals(DNS_NAME) || name.getFirst().equals(IP_ADDRESS))
                .map(name -> name.get(1).toString().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static SslContext context(Path chain, Path key) throws IOException {
        return SslContextBuilder.forServer(chain.toFile(), key.toFile())
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2,
                        ApplicationProtocolNames.HTTP_1_1))
                .build();
    }
}
