package dev.slipway.observe.mail;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/** Hands letters to a mail server by SMTP (RFC 5321). */
public final class Postman {

    private static final int PERMANENT = 500;

    private final Duration patience;

    /** @param patience for each answer of a server */
    public Postman(Duration patience) {
        this.patience = patience;
    }

    /** The server does not take the letter and never will. */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Hands over one letter.
     *
     * @param id names the letter: a server or reader may drop one that it has seen
     * @throws IOException when it may be taken later
     */
    public void send(SmtpServer server, Letter letter, String id, Instant now) throws IOException, RefusedException {
        Session session = Session.getInstance(properties(server));
        try (Transport transport = session.getTransport(isImplicit(server) ? "smtps" : "smtp")) {
            MimeMessage message = message(session, letter, id, now);
            connect(transport, server);
            transport.sendMessage(message, message.getAllRecipients());
        } catch (AuthenticationFailedException | AddressException e) {
            throw new RefusedException(said(e), e);
        } catch (SendFailedException e) {
            throw failure(e);
        } catch (MessagingException e) {
            throw new IOException(said(e), e);
        }
    }

    private static boolean isImplicit(SmtpServer server) {
        return server.encryption() == SmtpServer.Encryption.IMPLICIT;
    }

    private static void connect(Transport transport, SmtpServer server) throws MessagingException, IOException {
        Optional<SmtpServer.Account> account = server.account();
        if (account.isPresent()) {
            transport.connect(
                    server.host(),
                    server.port(),
                    account.get().name(),
                    account.get().password().value());
        } else {
            transport.connect(server.host(), server.port(), null, null);
        }
    }

    private Properties properties(SmtpServer server) throws IOException {
        String prefix = isImplicit(server) ? "mail.smtps." : "mail.smtp.";
        Properties properties = new Properties();
        for (String timeout : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
            properties.put(prefix + timeout, Long.toString(patience.toMillis()));
        }
        properties.put(prefix + "localhost", server.hello());
        properties.put(prefix + "auth", Boolean.toString(server.account().isPresent()));
        properties.put(prefix + "sendpartial", "true");
        properties.put(prefix + "starttls.enable", "true");
        properties.put(
                prefix + "starttls.required", Boolean.toString(server.encryption() == SmtpServer.Encryption.REQUIRED));
        properties.put(
                prefix + "ssl.checkserveridentity",
                Boolean.toString(!server.tls().believesAnyone()));
        properties.put(prefix + "ssl.socketFactory", server.tls().context().getSocketFactory());
        return properties;
    }

    private static MimeMessage message(Session session, Letter letter, String id, Instant now)
            throws MessagingException {
        MimeMessage message = new Named(session, "<" + id + "@slipway>");
        message.setFrom(new InternetAddress(letter.from()));
        for (String to : letter.to()) {
            message.addRecipients(Message.RecipientType.TO, InternetAddress.parse(to));
        }
        message.setSubject(oneLine(letter.subject()), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(now));
        content(message, letter);
        for (Map.Entry<String, String> header : letter.headers().entrySet()) {
            message.setHeader(header.getKey(), oneLine(header.getValue()));
        }
        message.saveChanges();
        return message;
    }

    /** A line break in a header would begin another. */
    private static String oneLine(String text) {
        return text.replaceAll("\\R", " ").strip();
    }

    private static void content(MimeMessage message, Letter letter) throws MessagingException {
        MimeMultipart parts = new MimeMultipart("alternative");
        if (!letter.text().isEmpty()) {
            MimeBodyPart text = new MimeBodyPart();
            text.setText(letter.text(), StandardCharsets.UTF_8.name());
            parts.addBodyPart(text);
        }
        if (!letter.html().isEmpty()) {
            MimeBodyPart html = new MimeBodyPart();
            html.setContent(letter.html(), "text/html; charset=UTF-8");
            parts.addBodyPart(html);
        }
        if (parts.getCount() == 0) {
            message.setText("", StandardCharsets.UTF_8.name());
        } else {
            message.setContent(parts);
        }
    }

    private static IOException failure(SendFailedException e) throws RefusedException {
        String why = said(e);
        if (code(e) >= PERMANENT) {
            throw new RefusedException(why, e);
        }
        return new IOException(why, e);
    }

    /** The worst answer in the chain that the library keeps. */
    private static int code(MessagingException e) {
        int own = switch (e) {
            case SMTPSendFailedException failed -> failed.getReturnCode();
            case SMTPAddressFailedException failed -> failed.getReturnCode();
            case SMTPSenderFailedException failed -> failed.getReturnCode();
            default -> 0;
        };
        return e.getNextException() instanceof MessagingException next ? Math.max(own, code(next)) : own;
    }

    private static String said(MessagingException e) {
        StringBuilder said = new StringBuilder(String.valueOf(e.getMessage()).strip());
        Exception next = e.getNextException();
        while (next != null) {
            said.append("; ").append(String.valueOf(next.getMessage()).strip());
            next = next instanceof MessagingException chained ? chained.getNextException() : null;
        }
        return said.toString();
    }

    /** A message that keeps the name that it was given. */
    private static final class Named extends MimeMessage {
        private final String id;

        Named(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
