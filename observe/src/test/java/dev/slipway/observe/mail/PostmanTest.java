package dev.slipway.observe.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.slipway.observe.check.Peer;
import dev.slipway.observe.contact.Secret;
import dev.slipway.observe.contact.TlsOptions;
import dev.slipway.observe.mail.SmtpServer.Account;
import dev.slipway.observe.mail.SmtpServer.Encryption;
import dev.slipway.testkit.TestCertificate;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Letters to real mail servers on this machine. */
class PostmanTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final TlsOptions ANYONE = new TlsOptions(Optional.empty(), Optional.empty(), Optional.empty(), true);
    private static final Letter LETTER = new Letter(
            "Slipway <slipway@example.org>",
            List.of("ada@example.org", "mia@example.org"),
            Map.of("X-Team", "web"),
            "[FIRING:1] Ünten\r\nBcc: eve@example.org",
            "plain",
            "<b>html</b>");

    private final Postman postman = new Postman(Duration.ofSeconds(30));

    private static GreenMail started(String protocol) {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", protocol));
        mail.start();
        return mail;
    }

    private static SmtpServer server(int port, Encryption encryption, Optional<Account> account) {
        return new SmtpServer("localhost", port, "slipway.example", account, encryption, ANYONE);
    }

    @Test
    void letter_arrivesWithBothTextsAndItsName() throws Exception {
        GreenMail mail = started("smtp");
        try {
            postman.send(server(mail.getSmtp().getPort(), Encryption.OFFERED, Optional.empty()), LETTER, "note-1", NOW);

            assertThat(mail.getReceivedMessages()).hasSize(2);
            MimeMessage got = mail.getReceivedMessages()[0];
            assertThat(got.getSubject()).isEqualTo("[FIRING:1] Ünten Bcc: eve@example.org");
            assertThat(got.getHeader("Bcc")).isNull();
            assertThat(got.getMessageID()).isEqualTo("<note-1@slipway>");
            assertThat(got.getHeader("X-Team")).containsExactly("web");
            assertThat(got.getSentDate()).isEqualTo(NOW);
            assertThat(new String(got.getRawInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("plain", "<b>html</b>", "text/html");
        } finally {
            mail.stop();
        }
    }

    @Test
    void account_logsInOverTls() throws Exception {
        GreenMail mail = started("smtps");
        try {
            mail.setUser("ada@example.org", "ada", "secret");
            int port = mail.getSmtps().getPort();
            Account right = new Account("ada", new Secret.Written("secret"));
            postman.send(server(port, Encryption.IMPLICIT, Optional.of(right)), LETTER, "note-2", NOW);
            assertThat(mail.getReceivedMessages()).hasSize(2);

            Account wrong = new Account("ada", new Secret.Written("guess"));
            assertThatThrownBy(() ->
                            postman.send(server(port, Encryption.IMPLICIT, Optional.of(wrong)), LETTER, "note-3", NOW))
                    .isInstanceOf(Postman.RefusedException.class);
        } finally {
            mail.stop();
        }
    }

    @Test
    void server_withoutTlsIsNotUsedWhereItIsRequired() {
        GreenMail mail = started("smtp");
        try {
            SmtpServer server = server(mail.getSmtp().getPort(), Encryption.REQUIRED, Optional.empty());
            assertThatThrownBy(() -> postman.send(server, LETTER, "note-4", NOW))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("STARTTLS");
            assertThat(mail.getReceivedMessages()).isEmpty();
        } finally {
            mail.stop();
        }
    }

    @Test
    void connection_isProtectedByStartTls(@TempDir Path folder) throws Exception {
        TestCertificate authority = TestCertificate.forLocalhost();
        Path certificate = Files.writeString(folder.resolve("ca.pem"), authority.pem());
        TlsOptions trusting = new TlsOptions(Optional.of(certificate), Optional.empty(), Optional.empty(), false);
        BlockingQueue<String> protectedTalk = new LinkedBlockingQueue<>();
        try (Peer peer = new Peer(socket -> {
            Peer.say(socket, "220 hello\r\n");
            Peer.hear(socket, "\r\n");
            Peer.say(socket, "250-localhost\r\n250 STARTTLS\r\n");
            Peer.hear(socket, "STARTTLS\r\n");
            Peer.say(socket, "220 go\r\n");
            protectedTalk.add(protectedTalk(socket, authority));
        })) {
            SmtpServer server = new SmtpServer(
                    "localhost", peer.port(), "slipway.example", Optional.empty(), Encryption.REQUIRED, trusting);
            assertThatThrownBy(() -> postman.send(server, LETTER, "note-5", NOW))
                    .isInstanceOf(Postman.RefusedException.class)
                    .hasMessageContaining("550 nobody here");
        }
        assertThat(protectedTalk.take()).contains("EHLO slipway.example", "MAIL FROM:<slipway@example.org>");
    }

    private static String protectedTalk(Socket plain, TestCertificate authority) throws IOException {
        try {
            SSLSocket socket = (SSLSocket)
                    authority.context().getSocketFactory().createSocket(plain, "localhost", plain.getPort(), false);
            socket.setUseClientMode(false);
            StringBuilder heard = new StringBuilder(Peer.hear(socket, "\r\n"));
            Peer.say(socket, "250 localhost\r\n");
            heard.append(Peer.hear(socket, "\r\n"));
            Peer.say(socket, "550 nobody here\r\n");
            Peer.hear(socket, "RSET\r\n");
            Peer.say(socket, "250 as you wish\r\n");
            Peer.hear(socket, "QUIT\r\n");
            Peer.say(socket, "221 bye\r\n");
            return heard.toString();
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
