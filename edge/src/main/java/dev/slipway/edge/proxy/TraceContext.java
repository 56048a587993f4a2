package dev.slipway.edge.proxy;

import dev.slipway.edge.http.Field;
import dev.slipway.edge.http.RequestHead;
import dev.slipway.edge.http.Wire;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * The trace that a request belongs to (W3C Trace Context, Recommendation of 23 November 2021). The edge reports no spans,
 * so a trace that the client has begun passes untouched, with its state; a new parent here would be a hole in it. Where
 * there is none, or one that cannot be read, it begins one, so that instance and access log can be found by one name. It is
 * marked as sampled: most tracers follow the mark, and without it they would record nothing.
 */
final class TraceContext {

    private static final Pattern FORM =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");
    private static final byte[] PARENT = Wire.bytes("traceparent: ");
    private static final byte[] STATE = Wire.bytes("tracestate: ");
    private static final byte[] DIGITS = Wire.bytes("0123456789abcdef");
    private static final String FIRST_VERSION = "00";
    private static final int LENGTH = 55;
    private static final int TRACE_START = 3;
    private static final int TRACE_END = 35;
    private static final int PARENT_END = 52;
    private static final int MAX_LENGTH = 256;

    private final byte[] parent;
    private final boolean continued;

    private TraceContext(byte[] parent, boolean continued) {
        this.parent = parent;
        this.continued = continued;
    }

    static TraceContext of(RequestHead request) {
        int field = request.traceField();
        if (field >= 0 && request.head().valueLength(field) <= MAX_LENGTH) {
            String given = request.head().value(field);
            if (isReadable(given)) {
                return new TraceContext(Wire.bytes(given), true);
            }
        }
        return fresh();
    }

    /** Section 3.2: the first version has nothing behind its flags; later ones may. */
    private static boolean isReadable(String given) {
        return FORM.matcher(given).matches() && (given.length() == LENGTH || !given.startsWith(FIRST_VERSION));
    }

    private static TraceContext fresh() {
        byte[] parent = Wire.bytes("00-00000000000000000000000000000000-0000000000000000-01");
        ThreadLocalRandom random = ThreadLocalRandom.current();
        hex(random.nextLong(), parent, TRACE_START);
        hex(random.nextLong(1, Long.MAX_VALUE), parent, TRACE_START + 16);
        hex(random.nextLong(1, Long.MAX_VALUE), parent, PARENT_END - 16);
        return new TraceContext(parent, false);
    }

    private static void hex(long bits, byte[] to, int at) {
        for (int i = 0; i < 16; i++) {
            to[at + i] = DIGITS[(int) (bits >>> (60 - 4 * i)) & 15];
        }
    }

    String traceId() {
        return new String(parent, TRACE_START, TRACE_END - TRACE_START, StandardCharsets.US_ASCII);
    }

    /** Section 3.3: the state belongs to its parent and goes with it or not at all. */
    void writeTo(RequestHead request, ByteBuf out) {
        out.writeBytes(PARENT);
        out.writeBytes(parent);
        out.writeShort(Wire.CRLF);
        if (!continued) {
            return;
        }
        for (int field = 0; field < request.head().fields(); field++) {
            if (request.head().kind(field) == Field.TRACESTATE) {
                out.writeBytes(STATE);
                request.head().writeValue(field, out);
                out.writeShort(Wire.CRLF);
            }
        }
    }
}
