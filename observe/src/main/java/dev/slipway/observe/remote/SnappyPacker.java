package dev.slipway.observe.remote;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Packs Snappy's block format (google/snappy, {@code format_description.txt}). What was seen before is found by a table
 * of the newest place of each four bytes' hash, as in the reference's compressor; copies reach back 65,535 bytes at most.
 */
final class SnappyPacker {

    private static final int HASH_BITS = 14;
    private static final int SHORTEST = 4;
    private static final int LONGEST_COPY = 64;
    private static final int FARTHEST = 65_535;

    private final byte[] in;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final int[] places = new int[1 << HASH_BITS];

    private SnappyPacker(byte[] in) {
        this.in = in;
        Arrays.fill(places, -1);
    }

    static byte[] pack(byte[] bytes) {
        SnappyPacker packer = new SnappyPacker(bytes);
        packer.length();
        packer.run();
        return packer.out.toByteArray();
    }

    private void length() {
        int rest = in.length;
        while (rest > 0x7f) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    private void run() {
        int literal = 0;
        int at = 0;
        while (at + SHORTEST <= in.length) {
            int hash = (four(at) * 0x1e35a7bd) >>> (Integer.SIZE - HASH_BITS);
            int before = places[hash];
            places[hash] = at;
            if (before >= 0 && at - before <= FARTHEST && four(before) == four(at)) {
                int length = common(before, at);
                literal(literal, at);
                copy(at - before, length);
                at += length;
                literal = at;
            } else {
                at++;
            }
        }
        literal(literal, in.length);
    }

    private int four(int at) {
        return (in[at] & 0xff) | ((in[at + 1] & 0xff) << 8) | ((in[at + 2] & 0xff) << 16) | (in[at + 3] << 24);
    }

    private int common(int before, int at) {
        int length = SHORTEST;
        while (at + length < in.length && in[before + length] == in[at + length]) {
            length++;
        }
        return length;
    }

    private void literal(int from, int to) {
        int last = to - from - 1;
        if (last < 0) {
            return;
        } else if (last < 60) {
            out.write(last << 2);
        } else {
            int bytes = last < 1 << 8 ? 1 : last < 1 << 16 ? 2 : 4;
            out.write((59 + bytes) << 2);
            number(last, bytes);
        }
        out.write(in, from, to - from);
    }

    private void copy(int distance, int length) {
        int rest = length;
        while (rest > 0) {
            int part = Math.min(LONGEST_COPY, rest);
            out.write(((part - 1) << 2) | 2);
            number(distance, 2);
            rest -= part;
        }
    }

    private void number(int number, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write(number >>> (8 * i) & 0xff);
        }
    }
}
