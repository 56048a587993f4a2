package dev.slipway.platforms.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whose socket a port is. Between choosing a port and binding it another program may take it, and would then answer the
 * health check in the instance's place.
 */
final class Listeners {

    private static final Path PROC = Path.of("/proc");
    private static final String LISTEN = "0A";

    private Listeners() {}

    /** The answer, or a bad one when the port is known to be somebody else's. */
    static HealthAnswer check(HealthAnswer answer, int port, List<Long> pids) throws IOException {
        Set<String> sockets = listening(port);
        if (sockets.isEmpty()) {
            return answer;
        }
        for (long pid : pids) {
            if (holdsOneOf(pid, sockets)) {
                return answer;
            }
        }
        return new HealthAnswer(false, true, "port " + port + " is answered by another program");
    }

    private static Set<String> listening(int port) throws IOException {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            if (Files.isReadable(PROC.resolve(table))) {
                for (String line : Files.readAllLines(PROC.resolve(table))) {
                    String[] fields = line.strip().split("\\s+");
                    if (fields[1].endsWith(suffix) && fields[3].equals(LISTEN)) {
                        sockets.add("socket:[" + fields[9] + "]");
                    }
                }
            }
        }
        return sockets;
    }

    private static boolean holdsOneOf(long pid, Set<String> sockets) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(PROC.resolve(pid + "/fd"))) {
            for (Path descriptor : descriptors) {
                if (Files.isSymbolicLink(descriptor)
                        && sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
                    return true;
                }
            }
            return false;
        } catch (IOException | java.nio.file.DirectoryIteratorException unreadable) {
            return true;
        }
    }
}
