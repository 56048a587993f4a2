package dev.slipway.containers;

import java.net.InetAddress;

/**
 * A network of containers that this host is on as well: how its containers can reach programs of the host.
 *
 * @param gateway the host's own address there
 * @param subnet of all that are on it
 */
public record Bridge(InetAddress gateway, Subnet subnet) {

    /** Whether this is the address of a container there, and not that of the host. */
    public boolean isContainer(InetAddress peer) {
        return subnet.contains(peer) && !peer.equals(gateway);
    }
}
