package dev.slipway.observe.alert;

import dev.slipway.observe.config.Fields;
import dev.slipway.observe.contact.HttpOptions;
import dev.slipway.observe.contact.HttpOptionsReader;
import dev.slipway.observe.contact.Secret;
import dev.slipway.observe.contact.TlsOptions;
import dev.slipway.observe.mail.SmtpServer;
import dev.slipway.observe.mail.SmtpServer.Encryption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads who carries e-mails, from {@code global} and from a receiver, and what they hold. */
final class MailReader {

    private static final Pattern ADDRESS = Pattern.compile("\\[?([^\\[\\]]*?)]?:(\\d{1,5})");
    private static final int SMTPS = 465;

    private final Path base;
    private final TextsReader texts;
    private final Settings usual;

    /** The keys of a server, which are the same in both places but for the beginning of their names. */
    private record Settings(
            Optional<String> from,
            Optional<String> smarthost,
            Optional<String> hello,
            Optional<String> user,
            Optional<Secret> password,
            boolean requireTls,
            Optional<TlsOptions> tls) {}

    MailReader(Path base, TextsReader texts, Optional<Fields> global) {
        this.base = base;
        this.texts = texts;
        Settings nothing = new Settings(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                Optional.empty());
        this.usual = global.map(fields -> settings(fields, "smtp_", nothing)).orElse(nothing);
    }

    private Settings settings(Fields fields, String prefix, Settings otherwise) {
        fields.unsupported(prefix + "auth_secret", "CRAM-MD5 is not spoken: use auth_password over TLS");
        fields.unsupported(prefix + "auth_secret_file", "CRAM-MD5 is not spoken: use auth_password over TLS");
        fields.unsupported(prefix + "auth_identity", "the account that logs in is the one that sends");
        Optional<TlsOptions> tls =
                fields.fields(prefix + "tls_config").map(found -> new HttpOptionsReader(base).tls(found));
        Settings read = new Settings(
                texts.text(fields, prefix + "from").or(otherwise::from),
                fields.text(prefix + "smarthost").or(otherwise::smarthost),
                fields.text(prefix + "hello").or(otherwise::hello),
                fields.text(prefix + "auth_username").or(otherwise::user),
                Secret.read(fields, prefix + "auth_password", base).or(otherwise::password),
                fields.flag(prefix + "require_tls", otherwise.requireTls()),
                tls.or(otherwise::tls));
        read.smarthost()
                .filter(address -> !ADDRESS.matcher(address).matches())
                .ifPresent(address -> fields.refuse(
                        prefix + "smarthost", "bad-value", "'" + address + "' is no address", "write host:port"));
        return read;
    }

    Optional<Integration> email(Fields fields) {
        boolean resolved = fields.flag("send_resolved", false);
        Optional<Boolean> implicit = fields.text("force_implicit_tls").map("true"::equals);
        fields.unsupported("threading", "each mail stands for itself");
        Settings settings = settings(fields, "", usual);
        Optional<String> to = texts.text(fields, "to").filter(text -> !text.isEmpty());
        Map<String, String> headers = texts.mapping(fields, "headers");
        Map<String, String> bodies = texts.single(fields, "text", "html");
        require(fields, "to", to, "an address");
        require(fields, "from", settings.from(), "from, or smtp_from under global");
        require(fields, "smarthost", settings.smarthost(), "smarthost, or smtp_smarthost under global");
        Integration.Manner manner =
                new Integration.Manner(resolved, HttpOptions.PLAIN, new Integration.Texts(bodies, Map.of()));
        return settings.smarthost()
                .flatMap(address -> server(address, settings, implicit))
                .map(server ->
                        new Integration.Email(server, settings.from().orElse(""), to.orElse(""), headers, manner));
    }

    private static void require(Fields fields, String key, Optional<String> value, String what) {
        if (value.isEmpty()) {
            fields.refuse(key, "missing-key", "'" + key + "' is missing", "add " + what);
        }
    }

    private static Optional<SmtpServer> server(String address, Settings settings, Optional<Boolean> implicit) {
        Matcher parts = ADDRESS.matcher(address);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(parts.group(2));
        boolean fromTheStart = implicit.orElse(port == SMTPS);
        Encryption encryption =
                fromTheStart ? Encryption.IMPLICIT : settings.requireTls() ? Encryption.REQUIRED : Encryption.OFFERED;
        Optional<SmtpServer.Account> account = settings.user()
                .flatMap(user -> settings.password().map(password -> new SmtpServer.Account(user, password)));
        return Optional.of(new SmtpServer(
                parts.group(1),
                port,
                settings.hello().orElse("localhost"),
                account,
                encryption,
                settings.tls().orElse(TlsOptions.SYSTEM)));
    }
}
