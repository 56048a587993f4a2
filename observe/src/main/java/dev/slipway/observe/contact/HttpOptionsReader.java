package dev.slipway.observe.contact;

import dev.slipway.observe.config.Fields;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code http_config}; what is not followed is refused where it stands. */
public final class HttpOptionsReader {

    private static final List<String> PROXIES =
            List.of("proxy_url", "no_proxy", "proxy_from_environment", "proxy_connect_header");

    private final Path base;

    /** @param base folder that relative paths start from */
    public HttpOptionsReader(Path base) {
        this.base = base;
    }

    /** A mapping that holds nothing else. */
    public HttpOptions whole(Fields fields) {
        HttpOptions options = read(fields);
        fields.end();
        return options;
    }

    /** The keys of a mapping that holds others too. */
    public HttpOptions read(Fields fields) {
        PROXIES.forEach(key -> fields.unsupported(key, "requests go straight to their receivers"));
        fields.unsupported("oauth2", "use authorization with a token in a file");
        fields.unsupported("http_headers", "only authorization is sent beside what the receiver needs");
        boolean _ = fields.flag("enable_http2", true);
        if (fields.flag("follow_redirects", false)) {
            fields.refuse(
                    "follow_redirects",
                    "unsupported-value",
                    "redirects are not followed",
                    "write the address that answers");
        }
        return new HttpOptions(
                authorization(fields),
                fields.fields("tls_config").map(this::tls).orElse(TlsOptions.SYSTEM));
    }

    private Optional<Authorization> authorization(Fields fields) {
        List<Authorization> found = Stream.of(
                        fields.fields("basic_auth").map(this::basic),
                        fields.fields("authorization").map(this::token),
                        Secret.read(fields, "bearer_token", base)
                                .<Authorization>map(secret -> new Authorization.Token("Bearer", secret)))
                .flatMap(Optional::stream)
                .toList();
        if (found.size() > 1) {
            String key = fields.has("basic_auth") ? "basic_auth" : "authorization";
            fields.refuse(key, "bad-key", "basic_auth, authorization and bearer_token exclude each other", "keep one");
        }
        return found.stream().findFirst();
    }

    private Authorization basic(Fields auth) {
        auth.unsupported("username_file", "write the name as username");
        Authorization basic =
                new Authorization.Basic(auth.required("username").orElse(""), Secret.read(auth, "password", base));
        auth.end();
        return basic;
    }

    private Authorization token(Fields auth) {
        String type = auth.text("type").orElse("Bearer");
        if (type.equalsIgnoreCase("basic")) {
            auth.refuse("type", "bad-value", "authorization cannot be of type basic", "use basic_auth");
        }
        Optional<Secret> secret = Secret.read(auth, "credentials", base);
        if (secret.isEmpty()) {
            auth.refuse("credentials", "missing-key", "'credentials' is missing", "add credentials_file: ...");
        }
        auth.end();
        return new Authorization.Token(type, secret.orElse(new Secret.Written("")));
    }

    /** A {@code tls_config}. */
    public TlsOptions tls(Fields tls) {
        for (String key : List.of("ca", "cert", "key", "ca_ref", "cert_ref", "key_ref")) {
            tls.unsupported(key, "write it to a file and name that in " + key.replace("_ref", "") + "_file");
        }
        tls.unsupported("server_name", "the certificate must be for the name that is called");
        tls.unsupported("min_version", "TLS 1.2 and 1.3 are spoken");
        tls.unsupported("max_version", "TLS 1.2 and 1.3 are spoken");
        TlsOptions options = new TlsOptions(
                file(tls, "ca_file"),
                file(tls, "cert_file"),
                file(tls, "key_file"),
                tls.flag("insecure_skip_verify", false));
        if (options.certificate().isPresent() != options.key().isPresent()) {
            tls.refuse(
                    options.key().isPresent() ? "key_file" : "cert_file",
                    "bad-key",
                    "cert_file and key_file go together",
                    "name both or none");
        }
        tls.end();
        return options;
    }

    private Optional<Path> file(Fields tls, String key) {
        return tls.text(key).map(path -> base.resolve(path).normalize());
    }
}
