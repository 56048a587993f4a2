package dev.slipway.observe.check;

import dev.slipway.kernel.net.AddressKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where probes may go. A project names the hosts, so without a rule it could ask whatever this server reaches
 * (server-side request forgery). A name is resolved once, all its addresses are judged, and the connection goes to one
 * of those: a name server that answers differently the second time gains nothing.
 *
 * @param privateNetworks allows this machine and private networks
 */
public record Doors(boolean privateNetworks) {

    /** That an address must not be asked. */
    public static final class Closed extends UnknownHostException {

        private static final long serialVersionUID = 1;

        Closed(String message) {
            super(message);
        }
    }

    /**
     * The addresses of a host.
     *
     * @throws Closed when any of them is out of bounds
     */
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            UnknownHostException plain = new UnknownHostException("the host '" + host + "' is not known");
            plain.initCause(e);
            throw plain;
        }
        for (InetAddress address : addresses) {
            judge(host, AddressKind.of(address));
        }
        return addresses;
    }

    private void judge(String host, AddressKind kind) throws Closed {
        switch (kind) {
            case FORBIDDEN -> throw new Closed("'" + host + "' leads to a link-local, metadata or unspecified address");
            case PRIVATE -> {
                if (!privateNetworks) {
                    throw new Closed("'" + host
                            + "' leads into a private network, which --allow-private-probes of the server would allow");
                }
            }
            case PUBLIC -> {}
        }
    }

    /** The first of the addresses. */
    InetAddress first(String host) throws IOException {
        return resolve(host)[0];
    }
}
