package dev.slipway.server;

import dev.slipway.kernel.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Where a server listens.
 *
 * @param host name or address to bind; IPv6 in brackets
 * @param port 0 for any free one
 */
public record ListenAddress(String host, int port) {

    private static final int LARGEST_PORT = 65_535;

    /**
     * @param text {@code host:port}, {@code :port} or a port alone; without a host it is 127.0.0.1
     * @throws Problem code {@code bad-listen}
     */
    public static ListenAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon <= 0 ? "127.0.0.1" : text.substring(0, colon);
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port >= 0 && port <= LARGEST_PORT) {
                return new ListenAddress(host, port);
            }
        } catch (NumberFormatException e) {
            throw bad(text, e);
        }
        throw bad(text, null);
    }

    private static Problem bad(String text, @Nullable Throwable cause) {
        String message = "'" + text + "' is no address to listen on";
        String hint = "write host:port, such as 127.0.0.1:7070";
        return cause == null
                ? Problem.of(Problem.Kind.INVALID, "bad-listen", message, hint)
                : Problem.of(Problem.Kind.INVALID, "bad-listen", message, hint, cause);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
