package dev.slipway.observe.exposition;

import dev.slipway.kernel.Problem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Refuses a body once more than so many bytes were read: set behind a decompressor, it stops compression bombs. */
public final class CappedStream extends FilterInputStream {

    private final long most;
    private long read;

    /**
     * @param most bytes; zero for no limit
     */
    public CappedStream(InputStream in, long most) {
        super(in);
        this.most = most;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        if (next >= 0) {
            count(1);
        }
        return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int got = super.read(into, offset, length);
        if (got > 0) {
            count(got);
        }
        return got;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = super.skip(bytes);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Bytes read so far. */
    public long bytes() {
        return read;
    }

    private void count(long bytes) {
        read += bytes;
        if (most > 0 && read > most) {
            throw Problem.of(
                    Problem.Kind.TOO_LARGE,
                    "body-too-large",
                    "the body is larger than " + most + " bytes",
                    "raise body_size_limit, or let the target expose less");
        }
    }
}
