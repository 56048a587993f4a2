package dev.slipway.observe.remote;

import dev.slipway.kernel.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads the wire format of protocol buffers (protobuf.dev, "Encoding"), field by field. */
final class ProtoReader {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final ByteBuffer in;
    private int tag;

    ProtoReader(byte[] message) {
        this(ByteBuffer.wrap(message));
    }

    private ProtoReader(ByteBuffer in) {
        this.in = in.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Moves to the next field; false at the end. */
    boolean next() {
        if (!in.hasRemaining()) {
            return false;
        }
        tag = (int) varint();
        return true;
    }

    int field() {
        return tag >>> 3;
    }

    /** The field as a message within. */
    ProtoReader message() {
        return new ProtoReader(slice());
    }

    String text() {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(slice()).toString();
        } catch (CharacterCodingException e) {
            throw bad("a text is not UTF-8");
        }
    }

    long number() {
        require(VARINT);
        return varint();
    }

    double decimal() {
        require(FIXED64);
        need(Double.BYTES);
        return in.getDouble();
    }

    /** Passes over a field that means nothing here. */
    void skip() {
        switch (tag & 7) {
            case VARINT -> varint();
            case FIXED64 -> pass(8);
            case BYTES -> slice();
            case FIXED32 -> pass(4);
            default -> throw bad("a field has an unknown type");
        }
    }

    private void pass(int bytes) {
        need(bytes);
        in.position(in.position() + bytes);
    }

    private ByteBuffer slice() {
        require(BYTES);
        long length = varint();
        if (length < 0 || length > in.remaining()) {
            throw bad("a field is longer than the message");
        }
        ByteBuffer slice = in.slice(in.position(), (int) length);
        in.position(in.position() + (int) length);
        return slice;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            need(1);
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw bad("a number is too long");
    }

    private void require(int type) {
        if ((tag & 7) != type) {
            throw bad("field " + field() + " has another type");
        }
    }

    private void need(int bytes) {
        if (in.remaining() < bytes) {
            throw bad("it ends too early");
        }
    }

    private static Problem bad(String why) {
        return Problem.of(
                Problem.Kind.INVALID,
                "bad-remote-write",
                "this is no remote write request: " + why,
                "send prometheus.WriteRequest of the protocol's version 1.0");
    }
}
