package dev.slipway.observe.remote;

import dev.slipway.kernel.Problem;

/**
 * Unpacks Snappy's block format (google/snappy, {@code format_description.txt}): a length, then literals and copies of
 * what was unpacked before. Whatever the input says, no more is unpacked than allowed.
 */
final class Snappy {

    private final byte[] in;
    private final byte[] out;
    private int read;
    private int written;

    private Snappy(byte[] in, int read, int length) {
        this.in = in;
        this.read = read;
        this.out = new byte[length];
    }

    /**
     * @param most bytes that may come out
     * @throws Problem INVALID, code {@code bad-snappy}; TOO_LARGE, code {@code body-too-large}
     */
    static byte[] unpack(byte[] packed, int most) {
        long length = 0;
        int read = 0;
        for (int shift = 0; ; shift += 7) {
            if (read == packed.length || shift > 28) {
                throw bad("it has no length");
            }
            int next = packed[read++];
            length |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                break;
            }
        }
        if (length > most) {
            throw Problem.of(
                    Problem.Kind.TOO_LARGE,
                    "body-too-large",
                    "the body unpacks to " + length + " bytes",
                    "send at most " + most + " bytes at once");
        }
        Snappy snappy = new Snappy(packed, read, (int) length);
        snappy.run();
        return snappy.out;
    }

    private void run() {
        while (read < in.length) {
            int tag = in[read++] & 0xff;
            switch (tag & 3) {
                case 0 -> literal(tag >> 2);
                case 1 -> copy(((tag >> 2) & 7) + 4, (tag >> 5) << 8 | number(1));
                case 2 -> copy((tag >> 2) + 1, number(2));
                default -> copy((tag >> 2) + 1, number(4));
            }
        }
        if (written != out.length) {
            throw bad("it ends too early");
        }
    }

    private void literal(int marker) {
        int length = (marker < 60 ? marker : number(marker - 59)) + 1;
        if (length <= 0 || length > in.length - read || length > out.length - written) {
            throw bad("a literal is too long");
        }
        System.arraycopy(in, read, out, written, length);
        read += length;
        written += length;
    }

    /** Byte by byte, for a copy may overlap what it writes. */
    private void copy(int length, int distance) {
        if (distance <= 0 || distance > written || length > out.length - written) {
            throw bad("a copy reaches out of it");
        }
        for (int i = 0; i < length; i++) {
            out[written] = out[written - distance];
            written++;
        }
    }

    private int number(int bytes) {
        if (bytes > in.length - read) {
            throw bad("it ends too early");
        }
        int number = 0;
        for (int i = 0; i < bytes; i++) {
            number |= (in[read++] & 0xff) << (8 * i);
        }
        return number;
    }

    private static Problem bad(String why) {
        return Problem.of(
                Problem.Kind.INVALID, "bad-snappy", "this is no Snappy block: " + why, "send Content-Encoding: snappy");
    }
}
