package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.edge.proxy.Limits;
import dev.slipway.kernel.Problem;
import dev.slipway.testkit.TestCertificate;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {

    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: shop.localhost\r\nConnection: close\r\n\r\n";

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void requestOverTls_isServedAndSaysSoToTheInstance(String version) throws Exception {
        TestCertificate shop = certificate("shop", "dns:shop.localhost");
        try (RunningEdge edge = edge();
                ScriptedInstance one = ScriptedInstance.answering("one");
                SSLSocket client = connect(edge, shop.context(), "shop.localhost", version)) {
            edge.route(1, 0, "r-1 1 " + one.port());
            ScriptedInstance.send(client.getOutputStream(), REQUEST);

            assertThat(answer(client)).startsWith("HTTP/1.1 200").endsWith("one");
            assertThat(client.getSession().getProtocol()).isEqualTo(version);
            assertThat(one.heads().getFirst()).contains("X-Forwarded-Proto: https\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1", "TLSv1.1"})
    void oldVersions_areRefused(String version) throws Exception {
        TestCertificate shop = certificate("shop", "dns:shop.localhost");
        try (RunningEdge edge = edge()) {
            assertThatThrownBy(() -> connect(edge, shop.context(), "shop.localhost", version)
                            .close())
                    .isInstanceOf(java.io.IOException.class);
        }
    }

    @Test
    void certificate_isTheOneOfTheNameAskedFor() throws Exception {
        TestCertificate shop = certificate("shop", "dns:shop.localhost");
        TestCertificate wild = certificate("wild", "dns:*.wild.localhost");
        try (RunningEdge edge = edge()) {
            assertThat(presented(edge, shop, "shop.localhost")).isEqualTo(shop.certificate());
            assertThat(presented(edge, wild, "a.wild.localhost")).isEqualTo(wild.certificate());
            assertThatThrownBy(() -> presented(edge, shop, "other.localhost")).isInstanceOf(java.io.IOException.class);
        }
    }

    @Test
    void replacedCertificate_isPresentedWhileOldConnectionsGoOn() throws Exception {
        TestCertificate before = certificate("shop", "dns:shop.localhost");
        try (RunningEdge edge = edge();
                ScriptedInstance one = ScriptedInstance.answering("one");
                SSLSocket client = connect(edge, before.context(), "shop.localhost", "TLSv1.3")) {
            edge.route(1, 0, "r-1 1 " + one.port());
            TestCertificate after = certificate("shop", "dns:shop.localhost");

            await().ignoreExceptionsInstanceOf(SSLException.class)
                    .until(() -> after.certificate().equals(presented(edge, after, "shop.localhost")));
            ScriptedInstance.send(client.getOutputStream(), REQUEST);
            assertThat(answer(client)).endsWith("one");
        }
    }

    @Test
    void brokenReplacement_leavesTheOldCertificateAndIsComplainedOf() throws Exception {
        TestCertificate shop = certificate("shop", "dns:shop.localhost");
        try (RunningEdge edge = edge()) {
            Files.writeString(home.resolve("certificates/shop.crt"), "no certificate");

            await().until(() -> edge.admin("GET", "/v1/certificates", "").body().contains("cannot be used"));
            assertThat(presented(edge, shop, "shop.localhost")).isEqualTo(shop.certificate());
            assertThat(edge.admin("GET", "/v1/certificates", "").body()).contains("shop.localhost");
        }
    }

    @Test
    void keyThatOthersCanRead_isRefusedAtTheStart() throws Exception {
        certificate("shop", "dns:shop.localhost");
        Files.setPosixFilePermissions(
                home.resolve("certificates/shop.key"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(this::edge)
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo("key-exposed"));
    }

    private RunningEdge edge() throws java.io.IOException {
        return new RunningEdge(home, Limits.DEFAULT, "--tls-listen", "127.0.0.1:0");
    }

    private TestCertificate certificate(String name, String names) throws Exception {
        TestCertificate made = TestCertificate.of(names);
        made.write(home.resolve("certificates"), name);
        return made;
    }

    private static X509Certificate presented(RunningEdge edge, TestCertificate trusted, String host) throws Exception {
        try (SSLSocket client = connect(edge, trusted.context(), host, "TLSv1.3")) {
            return (X509Certificate) client.getSession().getPeerCertificates()[0];
        }
    }

    private static SSLSocket connect(RunningEdge edge, SSLContext context, String host, String version)
            throws java.io.IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), edge.tlsPort());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        parameters.setProtocols(new String[] {version});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(10_000);
        socket.startHandshake();
        return socket;
    }

    private static String answer(SSLSocket client) throws java.io.IOException {
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
