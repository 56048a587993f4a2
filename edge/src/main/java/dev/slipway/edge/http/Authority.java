package dev.slipway.edge.http;

import java.util.Arrays;
import java.util.Locale;

/**
 * The host that a request asks for. A client asks for the same one again and again, so the last one is offered to the
 * next request and nothing is made anew.
 */
public final class Authority {

    /** No host at all, as an HTTP/1.0 client may say. */
    public static final Authority NONE = new Authority(new byte[0]);

    private final byte[] written;
    private final String host;

    Authority(byte[] written) {
        this.written = written;
        this.host = host(new String(written, java.nio.charset.StandardCharsets.ISO_8859_1));
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
