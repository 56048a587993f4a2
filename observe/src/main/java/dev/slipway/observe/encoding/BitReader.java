package dev.slipway.observe.encoding;

/** Reads bits, the highest first. Beyond the end there are zeros, so that damage cannot lead outside the array. */
final class BitReader {

    private final byte[] bytes;
    private long position;

    BitReader(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean bit() {
        return read(1) != 0;
    }

    /** The next bits as a number without sign. */
    long read(int count) {
        if (count > 56) {
            int high = count - 32;
            return (read(high) << 32) | read(32);
        }
        long window = window((int) (position >>> 3)) << (position & 7);
        position += count;
        return window >>> (Long.SIZE - count);
    }

    /** The next bits as a number in two's complement. */
    long signed(int count) {
        long raw = read(count);
        return count == Long.SIZE ? raw : (raw << (Long.SIZE - count)) >> (Long.SIZE - count);
    }

    private long window(int at) {
        if (at + Long.BYTES <= bytes.length) {
            return (long) BitWriter.LONGS.get(bytes, at);
        }
        long window = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            window = (window << 8) | (at + i < bytes.length ? bytes[at + i] & 0xff : 0);
        }
        return window;
    }
}
