package dev.slipway.containers;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * The addresses that share their first bits (RFC 4632).
 *
 * @param base any of them
 * @param length of what they share, in bits
 */
public record Subnet(InetAddress base, int length) {

    private static final int BYTE = 8;

    /**
     * @param text as {@code 172.18.0.0/16}
     * @throws IllegalArgumentException when it is none
     */
    public static Subnet parse(String text) {
        int slash = text.indexOf('/');
        try {
            InetAddress base = InetAddress.ofLiteral(text.substring(0, Math.max(0, slash)));
            int length = Integer.parseInt(text.substring(slash + 1));
            if (length >= 0 && length <= base.getAddress().length * BYTE) {
                return new Subnet(base, length);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is no subnet", e);
        }
        throw new IllegalArgumentException("'" + text + "' has more bits than an address");
    }

    public boolean contains(InetAddress address) {
        return base.getAddress().length == address.getAddress().length
                && Arrays.equals(shared(base.getAddress()), shared(address.getAddress()));
    }

    private byte[] shared(byte[] address) {
        for (int i = 0; i < address.length; i++) {
            int kept = Math.clamp(length - (long) i * BYTE, 0, BYTE);
            address[i] &= (byte) (0xff << (BYTE - kept));
        }
        return address;
    }

    @Override
    public String toString() {
        return base.getHostAddress() + "/" + length;
    }
}
