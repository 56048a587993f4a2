package dev.slipway.observe.encoding;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads what {@link ByteSink} wrote, from any piece of memory. Reading beyond it throws IndexOutOfBoundsException. */
public final class ByteSource {

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final MemorySegment memory;
    private long position;

    public ByteSource(MemorySegment memory, long position) {
        this.memory = memory;
        this.position = position;
    }

    public static ByteSource of(byte[] bytes) {
        return new ByteSource(MemorySegment.ofArray(bytes), 0);
    }

    /** The number at a place, without moving. */
    public static int u32(MemorySegment memory, long at) {
        return memory.get(INT, at);
    }

    /** The number at a place, without moving. */
    public static long u64(MemorySegment memory, long at) {
        return memory.get(LONG, at);
    }

    public boolean done() {
        return position >= memory.byteSize();
    }

    public long position() {
        return position;
    }

    public int u8() {
        return memory.get(ValueLayout.JAVA_BYTE, position++) & 0xff;
    }

    public int u32() {
        int value = memory.get(INT, position);
        position += Integer.BYTES;
        return value;
    }

    public long u64() {
        long value = memory.get(LONG, position);
        position += Long.BYTES;
        return value;
    }

    public long unsigned() {
        long value = 0;
        int shift = 0;
        int next = u8();
        while (next >= 0x80) {
            value |= (long) (next & 0x7f) << shift;
            shift += 7;
            if (shift > 63) {
                throw new IndexOutOfBoundsException("a varint of more than ten bytes");
            }
            next = u8();
        }
        return value | ((long) next << shift);
    }

    public long signed() {
        long raw = unsigned();
        return (raw >>> 1) ^ -(raw & 1);
    }

    public String text() {
        return new String(bytes(length()), StandardCharsets.UTF_8);
    }

    public byte[] bytes(int length) {
        byte[] bytes = memory.asSlice(position, length).toArray(ValueLayout.JAVA_BYTE);
        position += length;
        return bytes;
    }

    /** A varint that counts bytes or items which must still follow. */
    public int length() {
        long length = unsigned();
        if (length < 0 || length > memory.byteSize() - position) {
            throw new IndexOutOfBoundsException(length + " at " + position + " of " + memory.byteSize());
        }
        return (int) length;
    }
}
