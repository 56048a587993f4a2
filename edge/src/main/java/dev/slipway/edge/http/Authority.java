package dev.slipway.edge.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The host that a request asks for. A client asks for the same one again and again, so the last one is offered to the
 * next request and nothing is made anew.
 */
public final class Authority {

    /** RFC 3986 allows more in a name, but no name of DNS needs it, and readers disagree over it. */
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9._~-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{0,5})?");

    /** No host at all, as an HTTP/1.0 client may say. */
    public static final Authority NONE = new Authority(new byte[0]);

    private final byte[] written;
    private final String host;

    /** @throws BadMessage when it is not a host with or without a port (RFC 9112, section 3.2) */
    Authority(byte[] written) {
        this.written = written;
        String given = new String(written, StandardCharsets.ISO_8859_1);
        if (!given.isEmpty() && !FORM.matcher(given).matches()) {
            throw new BadMessage(400, "the host is no name and no address");
        }
        this.host = host(given);
    }

    private static String host(String given) {
        int end = given.length();
        int colon = given.lastIndexOf(':');
        if (colon >= 0 && given.indexOf(']', colon) < 0) {
            end = colon;
        }
        if (end > 0 && given.charAt(end - 1) == '.') {
            end--;
        }
        return given.substring(0, end).toLowerCase(Locale.ROOT);
    }

    /** The host in lower case and without port, for looking up routes. */
    public String host() {
        return host;
    }

    /** The host as the client wrote it, with its port; the caller does not change it. */
    public byte[] written() {
        return written;
    }

    public boolean isEmpty() {
        return written.length == 0;
    }

    boolean isAt(byte[] bytes, int from, int to) {
        return Arrays.equals(bytes, from, to, written, 0, written.length);
    }
}
