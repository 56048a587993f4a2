package dev.slipway.edge.route;

import dev.slipway.kernel.Problem;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A range of IP addresses as RFC 4632 writes it: {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address alone. */
public final class AddressRange {

    private static final Pattern TEXT = Pattern.compile(
            "(?<address>\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)(?:/(?<bits>\\d{1,3}))?");

    private final byte[] network;
    private final int bits;

    private AddressRange(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /** @throws Problem of kind INVALID, code {@code bad-range}; also when bits are set behind the mask, for that is a slip */
    public static AddressRange parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw bad(text, "is no address range");
        }
        try {
            byte[] network = InetAddress.getByName(parts.group("address")).getAddress();
            int width = network.length * Byte.SIZE;
            int bits = parts.group("bits") == null ? width : Integer.parseInt(parts.group("bits"));
            if (bits > width) {
                throw bad(text, "has a mask of more than " + width + " bits");
            }
            AddressRange range = new AddressRange(network, bits);
            for (int bit = bits; bit < width; bit++) {
                if ((network[bit / Byte.SIZE] & (0x80 >> (bit % Byte.SIZE))) != 0) {
                    throw bad(text, "has bits behind its mask");
                }
            }
            return range;
        } catch (UnknownHostException e) {
            throw bad(text, "is no address range");
        }
    }

    /** Addresses of the other family are never in it. */
    public boolean contains(InetAddress address) {
        byte[] candidate = address.getAddress();
        if (candidate.length != network.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (candidate[i] != network[i]) {
                return false;
            }
        }
        int rest = bits % Byte.SIZE;
        return rest == 0 || ((candidate[whole] ^ network[whole]) & 0xff & (0xff00 >> rest)) == 0;
    }

    private static Problem bad(String text, String what) {
        return Problem.of(
                Problem.Kind.INVALID,
                "bad-range",
                "'" + text + "' " + what,
                "write it as 10.0.0.0/8, 192.0.2.7 or 2001:db8::/32");
    }
}
