package dev.slipway.observe.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Appends bits, the highest first; 64 of them are gathered before any byte is touched. */
final class BitWriter {

    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes = new byte[32];
    private int length;
    private long pending;
    private int free = Long.SIZE;

    /**
     * @param bits of which the lowest {@code count} are written
     * @param count from 1 to 64
     */
    void write(long bits, int count) {
        long value = count == Long.SIZE ? bits : bits & ((1L << count) - 1);
        if (count < free) {
            pending |= value << (free - count);
            free -= count;
            return;
        }
        int left = count - free;
        pending |= value >>> left;
        flush();
        free = Long.SIZE - left;
        pending = left == 0 ? 0 : value << free;
    }

    private void flush() {
        if (length + Long.BYTES > bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        LONGS.set(bytes, length, pending);
        length += Long.BYTES;
    }

    /** What was written so far, filled up with zeros to a whole byte. */
    byte[] copy() {
        int more = (Long.SIZE - free + 7) / 8;
        byte[] copy = Arrays.copyOf(bytes, length + more);
        for (int i = 0; i < more; i++) {
            copy[length + i] = (byte) (pending >>> (56 - 8 * i));
        }
        return copy;
    }
}
