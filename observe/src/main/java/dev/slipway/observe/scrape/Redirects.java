package dev.slipway.observe.scrape;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;

/**
 * Where a target may send a scrape on to. The configuration names hosts, private ones included; a target may not choose
 * others within this network, or it could have its neighbours asked with the reach of this server (CWE-918).
 */
final class Redirects {

    private Redirects() {}

    /**
     * @throws IOException when the way is barred
     */
    static URI follow(URI configured, URI from, String location) throws IOException {
        URI next = from.resolve(location);
        boolean http = "http".equals(next.getScheme()) || "https".equals(next.getScheme());
        if (!http || next.getHost() == null) {
            throw new IOException("the target redirects to '" + location + "', which is no web address");
        }
        if (!sameHost(configured, next)) {
            for (InetAddress address : InetAddress.getAllByName(next.getHost())) {
                if (isInside(address)) {
                    throw new IOException("the target redirects to " + next.getHost()
                            + ", an address within this network that is not configured");
                }
            }
        }
        return next;
    }

    static boolean sameHost(URI a, URI b) {
        return a.getHost().equalsIgnoreCase(b.getHost()) && a.getPort() == b.getPort();
    }

    static boolean isInside(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || isShared(address.getAddress())
                || (address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc);
    }

    /** 100.64.0.0/10, which carriers and overlays share (RFC 6598). */
    private static boolean isShared(byte[] address) {
        return address.length == 4 && address[0] == 100 && (address[1] & 0xc0) == 64;
    }
}
