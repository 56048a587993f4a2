package dev.slipway.observe.probe;

import dev.slipway.observe.config.Fields;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads what is asked of whom: by the scheme of {@code url}, or by {@code command}. */
final class CheckReader {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Set<String> DNS_TYPES = Set.of("A", "AAAA", "CNAME", "MX", "NS", "PTR", "SRV", "TXT");
    private static final List<String> SCHEMES =
            List.of("http", "https", "tcp", "tls", "starttls", "icmp", "dns", "grpc", "grpcs", "ws", "wss", "ssh");
    private static final Map<Integer, Check.Tls.Preface> PREFACES = Map.of(
            25, Check.Tls.Preface.SMTP,
            587, Check.Tls.Preface.SMTP,
            143, Check.Tls.Preface.IMAP,
            110, Check.Tls.Preface.POP3);

    private final Fields fields;
    private final Optional<Fields> client;

    CheckReader(Fields fields) {
        this.fields = fields;
        this.client = fields.fields("client");
    }

    Optional<Check> read() {
        boolean verifies = !client.map(each -> each.flag("insecure", false)).orElse(false);
        boolean follows =
                !client.map(each -> each.flag("ignore-redirect", false)).orElse(false);
        Optional<Check> check = fields.has("command")
                ? command()
                : fields.required("url").flatMap(this::uri).flatMap(url -> byScheme(url, verifies, follows));
        client.ifPresent(each -> {
            boolean _ = each.has("timeout");
            each.end();
        });
        return check;
    }

    private Optional<Check> command() {
        List<String> argv = fields.texts("command");
        if (argv.isEmpty() || fields.has("url")) {
            fields.refuse("command", "bad-value", "a command is a list of words, without url", "write [program, word]");
            return Optional.empty();
        }
        return Optional.of(new Check.Command(argv));
    }

    private Optional<URI> uri(String text) {
        String whole = fields.has("dns") && !text.contains("://") ? "dns://" + text : text;
        try {
            URI url = new URI(whole);
            if (url.getHost() != null && url.getUserInfo() == null && !text.contains("${")) {
                return Optional.of(url);
            }
        } catch (URISyntaxException notOne) {
            fields.refuse("url", "bad-url", "'" + text + "' is no address: " + notOne.getReason(), example());
            return Optional.empty();
        }
        fields.refuse("url", "bad-url", "'" + text + "' is not scheme://host, without a user or a variable", example());
        return Optional.empty();
    }

    private static String example() {
        return "write https://shop.example/health or tcp://db.example:5432";
    }

    private Optional<Check> byScheme(URI url, boolean verifies, boolean follows) {
        String scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "http", "https" -> Optional.of(http(url, verifies, follows));
            case "ws", "wss" -> Optional.of(new Check.WebSocket(url, headers(), verifies));
            case "tcp" -> atPort(url, 0, port -> new Check.Tcp(host(url), port));
            case "tls" -> atPort(url, 0, port -> new Check.Tls(host(url), port, Check.Tls.Preface.NONE, verifies));
            case "starttls" -> atPort(url, 25, port -> new Check.Tls(host(url), port, preface(port), verifies));
            case "icmp" -> Optional.of(new Check.Icmp(host(url)));
            case "ssh" -> atPort(url, 22, port -> new Check.Ssh(host(url), port));
            case "grpc", "grpcs" ->
                atPort(
                        url,
                        0,
                        port -> new Check.Grpc(
                                host(url),
                                port,
                                scheme.equals("grpcs"),
                                fields.text("grpc-service").orElse(""),
                                verifies));
            case "dns" -> dns(url);
            default -> {
                fields.refuse(
                        "url",
                        "unsupported-scheme",
                        "the scheme '" + scheme + "' is not known",
                        "use " + String.join(", ", SCHEMES));
                yield Optional.empty();
            }
        };
    }

    private static String host(URI url) {
        return url.getHost().replaceAll("[\\[\\]]", "");
    }

    /** @param usual 0 when the address must say which port */
    private Optional<Check> atPort(URI url, int usual, Function<Integer, Check> check) {
        int port = url.getPort() < 0 ? usual : url.getPort();
        if (port < 1 || port > 65_535) {
            fields.refuse("url", "bad-url", "the address has no port", "write " + url.getScheme() + "://host:port");
            return Optional.empty();
        }
        return Optional.of(check.apply(port));
    }

    private Check http(URI url, boolean verifies, boolean follows) {
        String method = fields.value(
                "method",
                text -> Optional.of(text).filter(METHODS::contains),
                String.join(", ", METHODS.stream().sorted().toList()),
                "GET");
        return new Check.Http(url, method, headers(), fields.text("body").orElse(""), verifies, follows);
    }

    private Map<String, String> headers() {
        Map<String, String> headers = fields.textMap("headers");
        boolean bad = headers.entrySet().stream()
                .anyMatch(header -> !header.getKey().matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")
                        || !header.getValue().matches("[\\t\\x20-\\x7e]*")
                        || header.getValue().contains("${"));
        if (bad) {
            fields.refuse(
                    "headers",
                    "bad-header",
                    "a header has a proper name and one line of text, without variables",
                    "write Name: text");
            return Map.of();
        }
        return headers;
    }

    private Optional<Check> dns(URI url) {
        Optional<Fields> inner = fields.fields("dns");
        if (inner.isEmpty()) {
            fields.refuse("dns", "missing-key", "'dns' is missing", "add dns: {query-name: shop.example}");
            return Optional.empty();
        }
        Fields dns = inner.get();
        Optional<String> name = dns.required("query-name");
        String type = dns.value(
                "query-type",
                text -> Optional.of(text).filter(DNS_TYPES::contains),
                String.join(", ", DNS_TYPES.stream().sorted().toList()),
                "A");
        dns.end();
        return name.flatMap(asked -> atPort(url, 53, port -> new Check.Dns(host(url), port, asked, type)));
    }

    private Check.Tls.Preface preface(int port) {
        return fields.value(
                "starttls",
                text -> switch (text) {
                    case "smtp" -> Optional.of(Check.Tls.Preface.SMTP);
                    case "imap" -> Optional.of(Check.Tls.Preface.IMAP);
                    case "pop3" -> Optional.of(Check.Tls.Preface.POP3);
                    default -> Optional.empty();
                },
                "smtp, imap or pop3",
                PREFACES.getOrDefault(port, Check.Tls.Preface.SMTP));
    }
}
