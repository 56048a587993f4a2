package dev.slipway.edge;

import dev.slipway.edge.access.AccessLog;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.Suggestion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How to start the edge.
 *
 * @param listen for user traffic; port 0 takes a free one
 * @param admin for the control plane; a loopback address
 * @param home the folder for its files
 * @param drain how long requests may go on after TERM
 * @param transport {@code auto}, {@code io_uring}, {@code epoll} or {@code nio}
 * @param threads event loops
 * @param rehearsal how long to rehearse; zero for not at all
 * @param rehearsesFirst whether it rehearses before users are let in even where it has no route for them yet
 * @param tlsListen for user traffic over TLS; empty for none
 * @param certificates the folder with the certificates for it
 * @param takesOver whether the sockets come from the edge that runs in that home
 * @param handover how long connections may go on here after another edge has taken over
 * @param accessLog where requests are logged; empty for nowhere
 */
public record EdgeOptions(
        InetSocketAddress listen,
        InetSocketAddress admin,
        Path home,
        Duration drain,
        String transport,
        int threads,
        Duration rehearsal,
        boolean rehearsesFirst,
        Optional<InetSocketAddress> tlsListen,
        Path certificates,
        boolean takesOver,
        Duration handover,
        Optional<AccessLog.Settings> accessLog) {

    private static final List<String> NAMES = List.of(
            "--listen",
            "--admin",
            "--home",
            "--drain-seconds",
            "--transport",
            "--threads",
            "--rehearse-millis",
            "--rehearse-when",
            "--tls-listen",
            "--certificates",
            "--take-over",
            "--handover-seconds",
            "--access-log",
            "--access-log-mb",
            "--access-log-files");

    /**
     * @throws Problem of kind INVALID when the arguments cannot be understood
     */
    public static EdgeOptions parse(List<String> arguments) {
        Map<String, String> given = pairs(arguments);
        String home = given.get("--home");
        if (home == null) {
            throw invalid("no-home", "--home is missing", "name the folder in which the edge keeps its files");
        }
        InetSocketAddress admin = address(given.getOrDefault("--admin", "127.0.0.1:0"));
        if (!admin.getAddress().isLoopbackAddress()) {
            throw invalid("admin-exposed", "--admin is not a loopback address", "use 127.0.0.1 with a port");
        }
        Path folder = Path.of(home).toAbsolutePath().normalize();
        return new EdgeOptions(
                address(given.getOrDefault("--listen", "127.0.0.1:8080")),
                admin,
                folder,
                Duration.ofSeconds(number(given, "--drain-seconds", 30, 0)),
                given.getOrDefault("--transport", "auto").toLowerCase(Locale.ROOT),
                number(given, "--threads", Runtime.getRuntime().availableProcessors(), 1),
                Duration.ofMillis(number(given, "--rehearse-millis", 0, 0)),
                rehearsesFirst(given.getOrDefault("--rehearse-when", "start")),
                Optional.ofNullable(given.get("--tls-listen")).map(EdgeOptions::address),
                folder.resolve(given.getOrDefault("--certificates", "certificates"))
                        .normalize(),
                takesOver(given.getOrDefault("--take-over", "no")),
                Duration.ofSeconds(number(given, "--handover-seconds", 600, 0)),
                accessLog(given, folder));
    }

    private static boolean takesOver(String whether) {
        return switch (whether) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw invalid("bad-take-over", "--take-over is '" + whether + "'", "write yes or no");
        };
    }

    private static Optional<AccessLog.Settings> accessLog(Map<String, String> given, Path folder) {
        long megabytes = number(given, "--access-log-mb", 64, 1);
        int files = number(given, "--access-log-files", 5, 1);
        return Optional.ofNullable(given.get("--access-log"))
                .map(file -> new AccessLog.Settings(folder.resolve(file).normalize(), megabytes << 20, files));
    }

    private static boolean rehearsesFirst(String when) {
        return switch (when) {
            case "start" -> true;
            case "routed" -> false;
            default -> throw invalid("bad-moment", "--rehearse-when is '" + when + "'", "write start or routed");
        };
    }

    private static Map<String, String> pairs(List<String> arguments) {
        Map<String, String> pairs = new HashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (!NAMES.contains(name)) {
                throw invalid("bad-option", "there is no option '" + name + "'", Suggestion.hint(name, NAMES));
            }
            if (i + 1 == arguments.size()) {
                throw invalid("no-value", name + " has no value", "write it as " + name + " VALUE");
            }
            pairs.put(name, arguments.get(i + 1));
        }
        return pairs;
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        if (colon <= 0 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
            throw invalid("bad-address", "'" + text + "' is no address with a port", "write it as 127.0.0.1:8080");
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(text.substring(0, colon)), Integer.parseInt(port));
        } catch (UnknownHostException e) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-address",
                    "'" + text + "' names no address of this machine",
                    "write it as 127.0.0.1:8080",
                    e);
        }
    }

    private static int number(Map<String, String> given, String name, int absent, int least) {
        String text = given.get(name);
        if (text == null) {
            return absent;
        }
        if (!text.matches("\\d{1,6}") || Integer.parseInt(text) < least) {
            throw invalid("bad-number", name + " is '" + text + "'", "give a number of at least " + least);
        }
        return Integer.parseInt(text);
    }

    private static Problem invalid(String code, String message, String hint) {
        return Problem.of(Problem.Kind.INVALID, code, message, hint);
    }
}
