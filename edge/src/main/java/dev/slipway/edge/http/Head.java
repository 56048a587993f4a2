package dev.slipway.edge.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The start line and the fields of one message, parsed in one pass into offsets over a byte array that is used again
 * for the next message. No object is made per field; a head lives only until its event loop parses another, so what
 * must outlast that is written out at once.
 *
 * <p>Strict where leniency has been an attack (RFC 9112, section 11.2): lines end with CR LF, names are tokens directly
 * followed by a colon, values hold no controls, folded lines are refused.
 */
public final class Head {

    /** Bytes of one head, and fields in it, above which 431 is answered. */
    public static final int MAX_BYTES = 32 * 1024;

    static final int MAX_FIELDS = 128;

    private byte[] bytes = new byte[2048];
    private int position;

    private int firstEnd;
    private int secondStart;
    private int secondEnd;
    private int lineEnd;

    private int fields;
    private final Field[] kinds = new Field[MAX_FIELDS];
    private final int[] nameStarts = new int[MAX_FIELDS];
    private final int[] nameEnds = new int[MAX_FIELDS];
    private final int[] valueStarts = new int[MAX_FIELDS];
    private final int[] valueEnds = new int[MAX_FIELDS];

    /**
     * Takes a complete head out of the buffer.
     *
     * @param length its bytes, with the empty line at its end, as {@link HeadEnd} found them
     */
    public void read(ByteBuf in, int length) {
        if (bytes.length < length) {
            bytes = new byte[Math.max(length, Math.min(MAX_BYTES, bytes.length * 2))];
        }
        in.readBytes(bytes, 0, length);
        position = 0;
        fields = 0;
        startLine();
        while (bytes[position] != '\r') {
            field();
        }
        if (bytes[position + 1] != '\n' || position + 2 != length) {
            throw new BadMessage(400, "a carriage return stands alone");
        }
    }

    private void startLine() {
        int end = position;
        while (bytes[end] != '\r' && bytes[end] != '\n') {
            end++;
        }
        if (bytes[end] != '\r' || bytes[end + 1] != '\n') {
            throw new BadMessage(400, "a line does not end with CR LF");
        }
        firstEnd = indexOf((byte) ' ', position, end);
        secondStart = Math.min(firstEnd + 1, end);
        secondEnd = indexOf((byte) ' ', secondStart, end);
        lineEnd = end;
        position = end + 2;
    }

    private void field() {
        if (fields == MAX_FIELDS) {
            throw new BadMessage(431, "more than " + MAX_FIELDS + " header fields");
        }
        int start = position;
        int end = start;
        while (Ascii.isToken(bytes[end])) {
            end++;
        }
        if (end == start || bytes[end] != ':') {
            throw new BadMessage(400, "a header field's name is not a token followed by a colon");
        }
        int value = end + 1;
        while (bytes[value] == ' ' || bytes[value] == '\t') {
            value++;
        }
        int line = value;
        while (Ascii.isValue(bytes[line])) {
            line++;
        }
        if (bytes[line] != '\r' || bytes[line + 1] != '\n') {
            throw new BadMessage(400, "a header field's value holds a control character");
        }
        position = line + 2;
        while (line > value && (bytes[line - 1] == ' ' || bytes[line - 1] == '\t')) {
            line--;
        }
        kinds[fields] = Field.of(bytes, start, end);
        nameStarts[fields] = start;
        nameEnds[fields] = end;
        valueStarts[fields] = value;
        valueEnds[fields] = line;
        fields++;
    }

    /** A tab around a value is allowed, and yet some servers take it for a part of the value. */
    void refuseTabs(int field) {
        int end = valueEnds[field];
        while (bytes[end] != '\r') {
            end++;
        }
        for (int i = nameEnds[field]; i < end; i++) {
            if (bytes[i] == '\t') {
                throw new BadMessage(400, "a field that frames or routes the message holds a tab");
            }
        }
    }

    private int indexOf(byte wanted, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != wanted) {
            i++;
        }
        return i;
    }

    public int fields() {
        return fields;
    }

    public Field kind(int field) {
        return kinds[field];
    }

    /** The value of the first field of that name, given in lower case; null when there is none. */
    public @Nullable String find(String lowerCase) {
        for (int field = 0; field < fields; field++) {
            if (nameIs(field, lowerCase)) {
                return value(field);
            }
        }
        return null;
    }

    /** The name of a field as it was written. */
    public String name(int field) {
        return text(nameStarts[field], nameEnds[field]);
    }

    /** The value of a field, its bytes as ISO 8859-1. */
    public String value(int field) {
        return text(valueStarts[field], valueEnds[field]);
    }

    public int valueLength(int field) {
        return valueEnds[field] - valueStarts[field];
    }

    public boolean valueIs(int field, byte[] lowerCase) {
        return Ascii.equalsIgnoreCase(bytes, valueStarts[field], valueEnds[field], lowerCase);
    }

    public boolean valueStartsWith(int field, byte[] lowerCase) {
        int start = valueStarts[field];
        return valueLength(field) >= lowerCase.length
                && Ascii.equalsIgnoreCase(bytes, start, start + lowerCase.length, lowerCase);
    }

    public boolean nameIs(int field, String lowerCase) {
        return Ascii.equalsIgnoreCase(bytes, nameStarts[field], nameEnds[field], lowerCase);
    }

    /**
     * Writes fields as they came, neighbours in one copy: most heads pass in two or three pieces.
     *
     * @param passing the kinds that pass
     * @param connection says which of them do not, by name
     */
    void writeFields(Set<Field> passing, ConnectionField connection, ByteBuf out) {
        int run = 0;
        int end = 0;
        for (int field = 0; field < fields; field++) {
            if (!passing.contains(kinds[field]) || isForThisHopOnly(field, connection)) {
                continue;
            }
            if (end > run && nameStarts[field] != end + 2) {
                writeLines(run, end, out);
                run = nameStarts[field];
            } else if (end == run) {
                run = nameStarts[field];
            }
            end = valueEnds[field];
        }
        if (end > run) {
            writeLines(run, end, out);
        }
    }

    /** A field that frames the message or that the edge understands cannot be talked away by nominating it. */
    private boolean isForThisHopOnly(int field, ConnectionField connection) {
        return kinds[field] == Field.OTHER && connection.nominates(this, field);
    }

    private void writeLines(int from, int to, ByteBuf out) {
        out.writeBytes(bytes, from, to - from);
        out.writeShort(Wire.CRLF);
    }

    public void writeValue(int field, ByteBuf out) {
        out.writeBytes(bytes, valueStarts[field], valueLength(field));
    }

    byte[] bytes() {
        return bytes;
    }

    int firstEnd() {
        return firstEnd;
    }

    int secondStart() {
        return secondStart;
    }

    int secondEnd() {
        return secondEnd;
    }

    int lineEnd() {
        return lineEnd;
    }

    int valueStart(int field) {
        return valueStarts[field];
    }

    int valueEnd(int field) {
        return valueEnds[field];
    }

    String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    boolean equalsAt(int from, int to, byte[] exact) {
        return Arrays.equals(bytes, from, to, exact, 0, exact.length);
    }
}
