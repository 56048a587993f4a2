package dev.slipway.edge.route;

import dev.slipway.kernel.Problem;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One running copy of a release that requests can be sent to.
 *
 * @param id the control plane's name for it
 * @param address an IP address and a port, such as {@code 127.0.0.1:41231} or {@code [::1]:41231}; never a name, so that
 *     no lookup stands between a request and its instance
 */
public record Instance(String id, String address) {

    private static final Pattern ADDRESS =
            Pattern.compile("(?<host>\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9a-fA-F:.]+]):(?<port>\\d{1,5})");

    /** The address to connect to. */
    public InetSocketAddress socketAddress() {
        Matcher parts = ADDRESS.matcher(address);
        if (!parts.matches() || Integer.parseInt(parts.group("port")) > 65535) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-address",
                    "instance '" + id + "' has the address '" + address + "', which is no IP address with a port",
                    "write it as 127.0.0.1:41231 or [::1]:41231");
        }
        return new InetSocketAddress(parts.group("host"), Integer.parseInt(parts.group("port")));
    }
}
