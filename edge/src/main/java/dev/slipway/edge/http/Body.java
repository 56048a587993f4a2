package dev.slipway.edge.http;

import io.netty.buffer.ByteBuf;

/**
 * Walks over the bytes of one message's body as they pass and says which belong to it. Chunked framing (RFC 9112,
 * section 7.1) is checked, not decoded: bytes go through untouched, but never bytes that another parser could read
 * differently.
 */
public final class Body {

    private static final int MAX_EXTENSION = 256;
    private static final int MAX_TRAILER = 8 * 1024;
    private static final int MAX_SIZE_DIGITS = 15;

    private static final Body NONE = new Body(State.DONE, true, 0);

    private State state;
    private final boolean sized;
    private long remaining;
    private int lineLength;
    private int trailerBytes;
    private boolean trailerNamed;

    private Body(State state, boolean sized, long remaining) {
        this.state = state;
        this.sized = sized;
        this.remaining = remaining;
    }

    public static Body none() {
        return NONE;
    }

    /** @param length in bytes, as Content-Length says */
    public static Body ofLength(long length) {
        return length == 0 ? NONE : new Body(State.DATA, true, length);
    }

    public static Body chunked() {
        return new Body(State.SIZE, false, 0);
    }

    /** A response without length: it ends when the connection does. */
    public static Body untilClose() {
        return new Body(State.UNTIL_CLOSE, false, 0);
    }

    public boolean isDone() {
        return state == State.DONE;
    }

    public boolean endsWithConnection() {
        return state == State.UNTIL_CLOSE;
    }

    /**
     * The bytes still to come, when that was told in advance.
     *
     * @return -1 when unknown
     */
    public long remaining() {
        return sized ? remaining : -1;
    }

    /**
     * How many of the readable bytes, from the reader index on, belong to this body; it counts them as passed.
     *
     * @throws BadMessage when chunked framing is broken
     */
    public int take(ByteBuf in) {
        int start = in.readerIndex();
        int end = in.writerIndex();
        int at = start;
        while (at < end && state != State.DONE) {
            if (state == State.UNTIL_CLOSE) {
                return end - start;
            }
            if (state == State.DATA) {
                int step = (int) Math.min(remaining, end - at);
                remaining -= step;
                at += step;
                if (remaining == 0) {
                    state = sized ? State.DONE : State.DATA_CR;
                }
            } else {
                state = framing(in.getByte(at));
                at++;
            }
        }
        return at - start;
    }

    private State framing(byte b) {
        return switch (state) {
            case SIZE -> size(b);
            case EXTENSION -> extension(b);
            case SIZE_LF -> afterSize(b);
            case DATA_CR -> expect(b, '\r', State.DATA_LF);
            case DATA_LF -> expect(b, '\n', State.SIZE);
            case TRAILER -> trailer(b);
            case TRAILER_LF -> afterTrailerLine(b);
            case DATA, UNTIL_CLOSE, DONE -> throw new IllegalStateException("no framing in " + state);
        };
    }

    private State size(byte b) {
        int digit = Ascii.hex(b);
        if (digit >= 0) {
            if (++lineLength > MAX_SIZE_DIGITS) {
                throw broken("a chunk's size has too many digits");
            }
            remaining = (remaining << 4) | digit;
            return State.SIZE;
        }
        if (lineLength == 0) {
            throw broken("a chunk has no size");
        }
        lineLength = 0;
        return switch (b) {
            case '\r' -> State.SIZE_LF;
            case ';' -> State.EXTENSION;
            default -> throw broken("a chunk's size is not hexadecimal");
        };
    }

    private State extension(byte b) {
        if (b == '\r') {
            lineLength = 0;
            return State.SIZE_LF;
        }
        if (!Ascii.isValue(b) || ++lineLength > MAX_EXTENSION) {
            throw broken("a chunk's extension is too long or holds a control character");
        }
        return State.EXTENSION;
    }

    private State afterSize(byte b) {
        return expect(b, '\n', remaining == 0 ? State.TRAILER : State.DATA);
    }

    private State trailer(byte b) {
        if (++trailerBytes > MAX_TRAILER) {
            throw new BadMessage(431, "the trailer is longer than " + MAX_TRAILER + " bytes");
        }
        if (b == '\r' && (trailerNamed || lineLength == 0)) {
            return State.TRAILER_LF;
        }
        boolean fits = trailerNamed ? Ascii.isValue(b) : Ascii.isToken(b) || (b == ':' && lineLength > 0);
        if (!fits) {
            throw broken("a line of the trailer is no field");
        }
        trailerNamed |= b == ':';
        lineLength++;
        return State.TRAILER;
    }

    private State afterTrailerLine(byte b) {
        boolean empty = lineLength == 0;
        trailerNamed = false;
        lineLength = 0;
        return expect(b, '\n', empty ? State.DONE : State.TRAILER);
    }

    private static State expect(byte b, char wanted, State next) {
        if (b != wanted) {
            throw broken("a chunk does not end with CR LF");
        }
        return next;
    }

    private static BadMessage broken(String reason) {
        return new BadMessage(400, reason);
    }

    private enum State {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER,
        TRAILER_LF,
        UNTIL_CLOSE,
        DONE
    }
}
