package dev.slipway.kernel.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Where an address leads, for whoever lets others name addresses to connect to (server-side request forgery). An
 * address that carries another one, as NAT64 (RFC 6052) and 6to4 (RFC 3056) do, leads where that leads.
 */
public enum AddressKind {
    /** Into the public network. */
    PUBLIC,
    /** To this machine or into a private network. */
    PRIVATE,
    /** To a link, to a cloud's metadata service, or to no host at all. */
    FORBIDDEN;

    private static final byte[] AWS_METADATA_V6 = {
        (byte) 0xfd, 0, 0x0e, (byte) 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54
    };
    private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final byte[] SIX_TO_FOUR = {0x20, 0x02};

    /** The kind of an address. */
    public static AddressKind of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (startsWith(bytes, NAT64) && bytes.length == 16) {
            return of(inner(bytes, 12));
        } else if (startsWith(bytes, SIX_TO_FOUR) && bytes.length == 16) {
            return of(inner(bytes, 2));
        } else if (isForbidden(address)) {
            return FORBIDDEN;
        }
        return isPrivate(address) ? PRIVATE : PUBLIC;
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return Arrays.equals(Arrays.copyOf(bytes, prefix.length), prefix);
    }

    private static InetAddress inner(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static boolean isForbidden(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean v4 = bytes.length == 4;
        return address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || (v4 && (bytes[0] == 0 || (bytes[0] & 0xf0) == 0xf0))
                || Arrays.equals(bytes, AWS_METADATA_V6);
    }

    private static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean uniqueLocal = address instanceof Inet6Address && (bytes[0] & 0xfe) == 0xfc;
        boolean carrierGrade = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 0x40;
        return address.isLoopbackAddress() || address.isSiteLocalAddress() || uniqueLocal || carrierGrade;
    }
}
