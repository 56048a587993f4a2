package dev.slipway.observe.mail;

import dev.slipway.observe.contact.Secret;
import dev.slipway.observe.contact.TlsOptions;
import java.util.Optional;

/**
 * Whom e-mails are given to.
 *
 * @param hello the name that this machine says it has
 * @param account to log in with; empty for none
 * @param encryption how the connection is protected
 */
public record SmtpServer(
        String host, int port, String hello, Optional<Account> account, Encryption encryption, TlsOptions tls) {

    /** A name and its password. */
    public record Account(String name, Secret password) {}

    /** How the connection is protected. */
    public enum Encryption {
        /** From the first byte on (port 465). */
        IMPLICIT,
        /** By STARTTLS, or the mail is not sent. */
        REQUIRED,
        /** By STARTTLS where the server offers it. */
        OFFERED
    }
}
