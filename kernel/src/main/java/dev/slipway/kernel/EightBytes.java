package dev.slipway.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Asks eight bytes at once, held in a long, which of them are what is looked for; text that comes by the gigabyte is read
 * several times faster so. An answer has the high bit set of the lowest byte that is meant, and perhaps of some above it:
 * whether it is zero, and where its lowest bit is, are exact; nothing else is. The tests are Mycroft's for a zero byte (1987)
 * and its like, see Warren, "Hacker's Delight", 6-1.
 */
public final class EightBytes {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = ONES << 7;

    private EightBytes() {}

    /** The eight bytes from there on, the first of them lowest. */
    public static long at(byte[] bytes, int index) {
        return (long) LONGS.get(bytes, index);
    }

    /** Those that are this byte of ASCII. */
    public static long equal(long eight, char ascii) {
        long zero = eight ^ ONES * ascii;
        return (zero - ONES) & ~zero & HIGHS;
    }

    /**
     * Those that are less than the limit, bytes being without a sign.
     *
     * @param limit at most 128
     */
    public static long below(long eight, int limit) {
        return (eight - ONES * limit) & ~eight & HIGHS;
    }

    /** Which of the eight, from 0, an answer other than zero means. */
    public static int first(long answer) {
        return Long.numberOfTrailingZeros(answer) / Byte.SIZE;
    }
}
