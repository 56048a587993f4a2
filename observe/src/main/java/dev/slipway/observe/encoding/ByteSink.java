package dev.slipway.observe.encoding;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Bytes that are being written: fixed numbers big-endian, others as LEB128 varints, with zigzag where they have a sign. */
public final class ByteSink {

    private static final int MOST_VARINT = 10;
    private static final int MOST_SAMPLE = 2 * MOST_VARINT + Long.BYTES;

    private byte[] bytes;
    private int size;

    public ByteSink() {
        this(256);
    }

    public ByteSink(int capacity) {
        bytes = new byte[capacity];
    }

    public int size() {
        return size;
    }

    public void clear() {
        size = 0;
    }

    public ByteSink u8(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
        return this;
    }

    public ByteSink u32(int value) {
        reserve(Integer.BYTES);
        put(size, value);
        size += Integer.BYTES;
        return this;
    }

    public ByteSink u64(long value) {
        reserve(Long.BYTES);
        BitWriter.LONGS.set(bytes, size, value);
        size += Long.BYTES;
        return this;
    }

    /** A number without sign. */
    public ByteSink unsigned(long value) {
        reserve(MOST_VARINT);
        size = varint(bytes, size, value);
        return this;
    }

    /** A number with sign. */
    public ByteSink signed(long value) {
        return unsigned(zigzag(value));
    }

    private static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    private static int varint(byte[] into, int start, long value) {
        int at = start;
        long left = value;
        while ((left & ~0x7fL) != 0) {
            into[at++] = (byte) ((left & 0x7f) | 0x80);
            left >>>= 7;
        }
        into[at++] = (byte) left;
        return at;
    }

    /**
     * Samples {@code from} to {@code to}: number and time as signed differences to the sample before, and the value. One
     * reservation and one walk for all of them.
     *
     * @param refs numbers, that of {@code from} first
     */
    public ByteSink samples(long[] refs, long[] times, double[] values, int from, int to) {
        long ref = 0;
        long time = 0;
        int at = size;
        for (int i = from; i < to; i++) {
            if (bytes.length - at < MOST_SAMPLE) {
                size = at;
                reserve(MOST_SAMPLE);
            }
            at = varint(bytes, at, zigzag(refs[i - from] - ref));
            at = varint(bytes, at, zigzag(times[i] - time));
            BitWriter.LONGS.set(bytes, at, Double.doubleToRawLongBits(values[i]));
            at += Long.BYTES;
            ref = refs[i - from];
            time = times[i];
        }
        size = at;
        return this;
    }

    /** UTF-8 with its length before it. */
    public ByteSink text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        unsigned(utf8.length);
        return bytes(utf8, 0, utf8.length);
    }

    public ByteSink bytes(byte[] from, int offset, int length) {
        reserve(length);
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
        return this;
    }

    /** Writes over four bytes that were written before. */
    public void patch(int at, int value) {
        put(at, value);
    }

    private void put(int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }

    /** CRC32C of the bytes from one place to the end. */
    public int checksum(int from) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, size - from);
        return (int) crc.getValue();
    }

    /** A view of everything that was written. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes, 0, size);
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }
}
