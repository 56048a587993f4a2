package dev.slipway.observe.check;

import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates are believed.
 *
 * @param verifying for probes that want a trusted certificate
 * @param believing for probes that say {@code insecure: true}
 */
public record Trust(SSLContext verifying, SSLContext believing) {

    /** The authorities that this machine trusts. */
    public static Trust system() {
        try {
            return of(SSLContext.getDefault());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java has no TLS", e);
        }
    }

    /** @param verifying knows the authorities */
    public static Trust of(SSLContext verifying) {
        try {
            SSLContext believing = SSLContext.getInstance("TLS");
            believing.init(null, new TrustManager[] {new Anyone()}, null);
            return new Trust(verifying, believing);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java has no TLS", e);
        }
    }

    SSLContext context(boolean verifies) {
        return verifies ? verifying : believing;
    }

    /** When the first certificate of the chain ends; absent without certificates. */
    static Optional<Instant> end(@Nullable SSLSession session) {
        if (session == null) {
            return Optional.empty();
        }
        try {
            Certificate[] chain = session.getPeerCertificates();
            return Arrays.stream(chain)
                    .filter(X509Certificate.class::isInstance)
                    .map(each -> ((X509Certificate) each).getNotAfter().toInstant())
                    .min(Comparator.naturalOrder());
        } catch (SSLPeerUnverifiedException anonymous) {
            return Optional.empty();
        }
    }

    /** Believes everybody, on the word of whoever wrote the probe. */
    private static final class Anyone extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
