package dev.slipway.server.results;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file, after RFC 9110, section 14: one range of bytes. Several ranges at once are not offered; a client
 * that asks for them gets the whole, which the RFC allows.
 *
 * @param first position of the first byte
 * @param last position of the last byte
 */
record ByteRange(long first, long last) {

    private static final Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** The whole of a file of this size. */
    static ByteRange whole(long size) {
        return new ByteRange(0, size - 1);
    }

    /**
     * What a header asks for.
     *
     * @return empty when the header asks for nothing that can be given in part
     * @throws Unsatisfiable when it begins behind the end
     */
    static Optional<ByteRange> asked(@Nullable String header, long size) throws Unsatisfiable {
        Matcher form = FORM.matcher(header == null ? "" : header.strip());
        if (!form.matches() || (form.group(1).isEmpty() && form.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (form.group(1).isEmpty()) {
            long length = Math.min(size, Long.parseLong(form.group(2)));
            return satisfiable(size - length, size - 1, size);
        }
        long first = Long.parseLong(form.group(1));
        long last = form.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(form.group(2)));
        return last < first && first < size ? Optional.empty() : satisfiable(first, last, size);
    }

    private static Optional<ByteRange> satisfiable(long first, long last, long size) throws Unsatisfiable {
        if (first >= size) {
            throw new Unsatisfiable();
        }
        return Optional.of(new ByteRange(first, last));
    }

    long length() {
        return last - first + 1;
    }

    /** The value of {@code Content-Range}. */
    String of(long size) {
        return "bytes " + first + "-" + last + "/" + size;
    }

    /** The range begins behind the end of the file. */
    static final class Unsatisfiable extends Exception {
        private static final long serialVersionUID = 1;
    }
}
