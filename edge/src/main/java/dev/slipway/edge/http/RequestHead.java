package dev.slipway.edge.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * What a proxy must know of a request, read out of a {@link Head}. The head must stay as it is while this is used; the
 * plain values may be kept.
 */
public final class RequestHead extends MessageHead {

    private static final byte[] SCHEME = Wire.bytes("http://");
    private static final byte[] H2C = Wire.bytes("h2c");
    private static final int MAX_TARGET = 16 * 1024;

    private final String method;
    private final int version;
    private int pathStart;
    private int authorityStart;
    private int authorityEnd;
    private final Body body;

    /**
     * @throws BadMessage when the request may not be passed on
     */
    public RequestHead(Head head) {
        super(head);
        this.version = version(head);
        this.method = method(head);
        readFields();
        if (hostFields() > 1) {
            throw new BadMessage(400, "Host is given twice");
        }
        if (version == 1 && hostField() < 0) {
            throw new BadMessage(400, "HTTP/1.1 needs a Host field");
        }
        if (hostField() >= 0) {
            head.refuseTabs(hostField());
            authorityStart = head.valueStart(hostField());
            authorityEnd = head.valueEnd(hostField());
        }
        readTarget();
        Body framed = framing().body(version);
        this.body = framed == null ? Body.none() : framed;
    }

    private static int version(Head head) {
        int start = head.secondEnd() + 1;
        int end = head.lineEnd();
        if (end - start != HTTP_1.length + 1 || !head.equalsAt(start, end - 1, HTTP_1)) {
            throw new BadMessage(400, "the request line is not method, target and HTTP version");
        }
        return switch (head.bytes()[end - 1]) {
            case '0' -> 0;
            case '1' -> 1;
            default -> throw new BadMessage(505, "only HTTP/1.0 and HTTP/1.1 are spoken here");
        };
    }

    private static String method(Head head) {
        for (int i = 0; i < head.firstEnd(); i++) {
            if (!Ascii.isToken(head.bytes()[i])) {
                throw new BadMessage(400, "the method is no token");
            }
        }
        String method = Methods.known(head.bytes(), head.firstEnd());
        if (method.isEmpty()) {
            throw new BadMessage(400, "the request has no method");
        }
        if (method.equals("CONNECT")) {
            throw new BadMessage(405, "this is no forward proxy: CONNECT is not offered");
        }
        return method;
    }

    private void readTarget() {
        int start = head.secondStart();
        int end = head.secondEnd();
        if (end == start) {
            throw new BadMessage(400, "the request has no target");
        }
        if (end - start > MAX_TARGET) {
            throw new BadMessage(414, "the target is longer than " + MAX_TARGET + " bytes");
        }
        for (int i = start; i < end; i++) {
            if (!Ascii.isTarget(head.bytes()[i])) {
                throw new BadMessage(400, "the target holds a character that must be percent-encoded");
            }
        }
        pathStart = start;
        byte first = head.bytes()[start];
        if (first == '/' || (first == '*' && end - start == 1 && method.equals("OPTIONS"))) {
            return;
        }
        if (end - start <= SCHEME.length
                || !Ascii.equalsIgnoreCase(head.bytes(), start, start + SCHEME.length, SCHEME)) {
            throw new BadMessage(400, "the target is neither a path nor an http URL");
        }
        absolute(start + SCHEME.length, end);
    }

    /** RFC 9112, section 3.2.2: the authority of an absolute target wins over the Host field. */
    private void absolute(int from, int end) {
        int path = from;
        while (path < end && head.bytes()[path] != '/') {
            path++;
        }
        if (path == end || path == from) {
            throw new BadMessage(400, "the target's host or path is missing");
        }
        authorityStart = from;
        authorityEnd = path;
        pathStart = path;
    }

    public String method() {
        return method;
    }

    /** Path and query, as they were sent. */
    public String target() {
        return head.text(pathStart, head.secondEnd());
    }

    /** The host asked for, with its port, as it was sent; empty when an HTTP/1.0 client named none. */
    public String host() {
        return head.text(authorityStart, authorityEnd);
    }

    @Override
    public Body body() {
        return body;
    }

    /** HTTP/1.0: the connection ends with the response, and chunks are unknown. */
    public boolean isOldVersion() {
        return version == 0;
    }

    public boolean isHead() {
        return method.equals("HEAD");
    }

    /** RFC 9110, section 9.2.2: doing it twice has the effect of doing it once. */
    public boolean isIdempotent() {
        return Methods.isIdempotent(method);
    }

    public boolean expectsContinue() {
        return expects();
    }

    /** The client keeps the connection open after this. */
    public boolean keepsAlive() {
        return version == 1 && !connection().close();
    }

    /** The client asks for another protocol, and one that may pass: never h2c, which would hide requests in a tunnel. */
    public boolean isUpgrade() {
        return connection().upgrade() && upgradeField() >= 0 && body.isDone() && !head.valueIs(upgradeField(), H2C);
    }

    /**
     * The host asked for.
     *
     * @throws BadMessage when it is no name and no address
     * @param last the one before, which is returned when this is the same
     */
    public Authority authority(Authority last) {
        if (last.isAt(head.bytes(), authorityStart, authorityEnd)) {
            return last;
        }
        return new Authority(Arrays.copyOfRange(head.bytes(), authorityStart, authorityEnd));
    }

    /** Whether the path begins with these segments: {@code /api} covers {@code /api}, {@code /api/x}, not {@code /apix}. */
    public boolean isUnder(byte[] prefix) {
        if (head.bytes()[pathStart] == '*') {
            return prefix.length == 1;
        }
        int after = pathStart + prefix.length;
        if (after > head.secondEnd() || !head.equalsAt(pathStart, after, prefix)) {
            return false;
        }
        byte next = after == head.secondEnd() ? (byte) '/' : head.bytes()[after];
        return prefix[prefix.length - 1] == '/' || next == '/' || next == '?';
    }

    /** Writes the request line in origin form. */
    public void writeLine(ByteBuf out) {
        out.writeBytes(head.bytes(), 0, head.firstEnd() + 1);
        out.writeBytes(head.bytes(), pathStart, head.lineEnd() - pathStart);
        out.writeShort(Wire.CRLF);
    }
}
