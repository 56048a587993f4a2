package dev.slipway.observe.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.slipway.testkit.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates from files, against a server that wants one of its callers. */
class HttpOptionsTest {

    @TempDir
    Path folder;

    private HttpsServer server;
    private Path certificate;
    private Path key;

    @BeforeEach
    void open() throws Exception {
        TestCertificate authority = TestCertificate.forLocalhost();
        certificate = Files.writeString(folder.resolve("cert.pem"), authority.pem());
        key = Files.writeString(folder.resolve("key.pem"), authority.keyPem());
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new Asking(authority.context()));
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(204, -1);
            }
        });
        server.start();
    }

    /** Wants a certificate of whoever calls. */
    private static final class Asking extends HttpsConfigurator {
        Asking(SSLContext context) {
            super(context);
        }

        @Override
        public void configure(HttpsParameters parameters) {
            SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
            wanted.setNeedClientAuth(true);
            parameters.setSSLParameters(wanted);
        }
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private int call(TlsOptions tls) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("https://localhost:" + server.getAddress().getPort() + "/"))
                .build();
        try (HttpClient client = new HttpOptions(Optional.empty(), tls).client(Duration.ofSeconds(30))) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    @Test
    void certificates_areReadFromFiles() throws Exception {
        assertThat(call(new TlsOptions(Optional.of(certificate), Optional.of(certificate), Optional.of(key), false)))
                .isEqualTo(204);
    }

    @Test
    void server_thatIsNotKnownIsNotBelieved() {
        assertThatThrownBy(() -> call(TlsOptions.SYSTEM)).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void file_thatCannotBeUsedIsNamed() {
        TlsOptions swapped =
                new TlsOptions(Optional.empty(), Optional.of(certificate), Optional.of(certificate), false);
        assertThatThrownBy(swapped::context).isInstanceOf(IOException.class).hasMessageContaining("no PKCS #8");
    }
}
