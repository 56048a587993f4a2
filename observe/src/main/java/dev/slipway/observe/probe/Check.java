package dev.slipway.observe.probe;

import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is asked of whom. */
public sealed interface Check {

    /** Whom, as a person writes it. */
    String target();

    /** What an answer can tell. */
    Set<Fact> tells();

    /** The host that is asked, or asked about; empty where there is none. */
    default Optional<String> named() {
        return switch (this) {
            case Http http -> Optional.ofNullable(http.url().getHost());
            case WebSocket socket -> Optional.ofNullable(socket.url().getHost());
            case Tcp tcp -> Optional.of(tcp.host());
            case Tls tls -> Optional.of(tls.host());
            case Icmp icmp -> Optional.of(icmp.host());
            case Dns dns -> Optional.of(dns.name());
            case Grpc grpc -> Optional.of(grpc.host());
            case Ssh ssh -> Optional.of(ssh.host());
            case Command _, Heartbeat _ -> Optional.empty();
        };
    }

    private static Set<Fact> connection(Fact... more) {
        Set<Fact> facts = EnumSet.of(Fact.CONNECTED, Fact.RESPONSE_TIME, Fact.IP, Fact.DOMAIN_EXPIRATION);
        facts.addAll(List.of(more));
        return facts;
    }

    /**
     * A request over HTTP.
     *
     * @param verifies whether the certificate must be trusted
     * @param follows whether redirects are followed
     */
    record Http(URI url, String method, Map<String, String> headers, String body, boolean verifies, boolean follows)
            implements Check {
        public Http {
            headers = Map.copyOf(headers);
        }

        @Override
        public String target() {
            return url.toString();
        }

        @Override
        public Set<Fact> tells() {
            return connection(Fact.STATUS, Fact.BODY, Fact.HEADERS, Fact.CERTIFICATE_EXPIRATION);
        }
    }

    /** A connection that is opened and closed. */
    record Tcp(String host, int port) implements Check {
        @Override
        public String target() {
            return "tcp://" + host + ":" + port;
        }

        @Override
        public Set<Fact> tells() {
            return connection();
        }
    }

    /** A handshake of TLS, after words of another protocol where there are any. */
    record Tls(String host, int port, Preface preface, boolean verifies) implements Check {
        @Override
        public String target() {
            return (preface == Preface.NONE ? "tls://" : "starttls://") + host + ":" + port;
        }

        @Override
        public Set<Fact> tells() {
            return connection(Fact.CERTIFICATE_EXPIRATION);
        }

        /** The protocol that is spoken until TLS begins. */
        public enum Preface {
            NONE,
            SMTP,
            IMAP,
            POP3
        }
    }

    /** One echo request. */
    record Icmp(String host) implements Check {
        @Override
        public String target() {
            return "icmp://" + host;
        }

        @Override
        public Set<Fact> tells() {
            return connection();
        }
    }

    /** A question to a name server. */
    record Dns(String server, int port, String name, String type) implements Check {
        @Override
        public String target() {
            return "dns://" + server + ":" + port + "/" + name;
        }

        @Override
        public Set<Fact> tells() {
            return connection(Fact.DNS_RCODE, Fact.BODY);
        }
    }

    /**
     * The health protocol of gRPC.
     *
     * @param service empty for the server as a whole
     */
    record Grpc(String host, int port, boolean tls, String service, boolean verifies) implements Check {
        @Override
        public String target() {
            return (tls ? "grpcs://" : "grpc://") + host + ":" + port;
        }

        @Override
        public Set<Fact> tells() {
            return connection(Fact.BODY, Fact.CERTIFICATE_EXPIRATION);
        }
    }

    /** The opening of a WebSocket. */
    record WebSocket(URI url, Map<String, String> headers, boolean verifies) implements Check {
        public WebSocket {
            headers = Map.copyOf(headers);
        }

        @Override
        public String target() {
            return url.toString();
        }

        @Override
        public Set<Fact> tells() {
            return connection(Fact.STATUS, Fact.HEADERS, Fact.CERTIFICATE_EXPIRATION);
        }
    }

    /** The greeting of an SSH server. */
    record Ssh(String host, int port) implements Check {
        @Override
        public String target() {
            return "ssh://" + host + ":" + port;
        }

        @Override
        public Set<Fact> tells() {
            return connection(Fact.BODY);
        }
    }

    /** A program, whose exit code is the status and whose output is the body. */
    record Command(List<String> argv) implements Check {
        public Command {
            argv = List.copyOf(argv);
        }

        @Override
        public String target() {
            return String.join(" ", argv);
        }

        @Override
        public Set<Fact> tells() {
            return EnumSet.of(Fact.STATUS, Fact.BODY, Fact.CONNECTED, Fact.RESPONSE_TIME);
        }
    }

    /** Somebody reports by himself, at least this often. */
    record Heartbeat(Duration every) implements Check {
        @Override
        public String target() {
            return "heartbeat";
        }

        @Override
        public Set<Fact> tells() {
            return EnumSet.noneOf(Fact.class);
        }
    }
}
