package dev.slipway.server.git;

import dev.slipway.kernel.Problem;
import dev.slipway.kernel.net.AddressKind;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where the server lets itself be sent by the address of a remote (server-side request forgery). Addresses of links, of
 * clouds' metadata services and of no host at all are never allowed.
 *
 * @param files allows repositories on this machine's disk
 * @param privateNetworks allows hosts of this machine and of private networks
 */
public record RemotePolicy(boolean files, boolean privateNetworks) {

    /** Nothing but the public network. */
    public static final RemotePolicy STRICT = new RemotePolicy(false, false);

    /**
     * Looks the host up and judges all of its addresses. Java remembers the answer for some seconds, so that a
     * connection made right after goes to one of the addresses judged here.
     *
     * @throws Problem code {@code remote-denied}, or {@code remote-unknown} when the host has no address
     */
    public void check(String host) {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "remote-unknown",
                    "the host '" + host + "' is not known",
                    "check the name",
                    e);
        }
        for (InetAddress address : addresses) {
            switch (AddressKind.of(address)) {
                case FORBIDDEN ->
                    throw denied(host, "link-local, metadata and unspecified addresses are never fetched from");
                case PRIVATE -> {
                    if (!privateNetworks) {
                        throw denied(host, "if this host is meant, start the server with --allow-private-remotes");
                    }
                }
                case PUBLIC -> {}
            }
        }
    }

    private static Problem denied(String host, String hint) {
        return Problem.of(Problem.Kind.DENIED, "remote-denied", "'" + host + "' is not an address to fetch from", hint);
    }
}
