package dev.slipway.server.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.kernel.process.ProcessTree;
import dev.slipway.server.traffic.EdgeAddress;
import dev.slipway.server.traffic.EdgeProcess;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server orders at a real authority, the real edge serves what came, and what is renewed, without a restart. */
@Tag("slow")
class AcmeEdgeTest {

    private static final String NAME = "shop.example.com";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void certificate_isOrderedServedAndRenewedByAnEdgeThatGoesOn() throws Exception {
        Path home = Files.createDirectories(folder.resolve("edge"));
        int plain = freePort();
        int tls = freePort();
        try (Pebble pebble = new Pebble(Files.createDirectories(folder.resolve("pebble")), false, plain);
                Database database = Database.open(DatabaseAddress.of(null, folder))) {
            EdgeProcess edge = new EdgeProcess(
                    home,
                    EdgeProcess.command(
                            home,
                            System.getProperty("java.class.path"),
                            folder.resolve("none"),
                            "127.0.0.1:" + plain,
                            Optional.of("127.0.0.1:" + tls)));
            EdgeAddress begun = edge.ensure();
            try {
                AcmeSettings settings = pebble.settings(List.of(NAME));
                X509Certificate first = attended(settings, home, database, InstantSource.system(), tls, null);
                assertThat(first.getSubjectAlternativeNames().toString()).contains(NAME);

                Instant renewal = CertificateDesk.renewal(first);
                X509Certificate second = attended(settings, home, database, () -> renewal, tls, first);
                assertThat(second.getSubjectAlternativeNames().toString()).contains(NAME);
                assertThat(edge.running().orElseThrow().pid()).isEqualTo(begun.pid());
            } finally {
                ProcessTree.end(ProcessHandle.of(begun.pid()).orElseThrow(), PATIENCE);
            }
        }
    }

    /** What the edge serves once a server has attended to it at that time. */
    private static X509Certificate attended(
            AcmeSettings settings,
            Path home,
            Database database,
            InstantSource clock,
            int tls,
            @org.jspecify.annotations.Nullable X509Certificate before) {
        try (CertificatePart part = new CertificatePart(settings, home, database, () -> 1, clock)) {
            part.start();
            return await().atMost(PATIENCE)
                    .until(
                            () -> served(tls),
                            found -> found.isPresent()
                                    && (before == null
                                            || !found.get().getSerialNumber().equals(before.getSerialNumber())))
                    .orElseThrow();
        }
    }

    /** The certificate that a client of the name gets; absent while the edge has none. */
    private static Optional<X509Certificate> served(int port) throws Exception {
        SSLContext anyone = SSLContext.getInstance("TLS");
        anyone.init(null, new TrustManager[] {new Trusting()}, null);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                SSLSocket secure = (SSLSocket) anyone.getSocketFactory().createSocket(socket, NAME, port, true)) {
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(NAME)));
            secure.setSSLParameters(parameters);
            secure.startHandshake();
            return Optional.of((X509Certificate) secure.getSession().getPeerCertificates()[0]);
        } catch (SSLException none) {
            return Optional.empty();
        }
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Trusts everybody: what was served is looked at afterwards. */
    private static final class Trusting implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new UnsupportedOperationException("no clients here");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            assertThat(chain).isNotEmpty();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
