package dev.slipway.edge.http2;

import dev.slipway.edge.http.Ascii;
import dev.slipway.edge.http.BadMessage;
import dev.slipway.edge.http.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fields between HTTP/2 and HTTP/1.1. What an HTTP/2 field may hold is checked here as strictly as the HTTP/1.1 parser does,
 * for a line break in a value, or a field that frames a message in the other version, would let one request carry another
 * (J. Kettle, "HTTP/2: The Sequel is Always Worse", 2021; RFC 9113, sections 8.2 and 10.3).
 */
final class FieldLines {

    private static final Set<String> OF_ONE_HOP = Set.of(
            "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "http2-settings", "host");

    private FieldLines() {}

    /** Writes all fields but pseudo-fields as lines of HTTP/1.1; crumbs of a cookie become one field again. */
    static void write(Http2Headers headers, ByteBuf out) {
        List<CharSequence> crumbs = new ArrayList<>(0);
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            CharSequence name = field.getKey();
            if (Http2Headers.PseudoHeaderName.hasPseudoHeaderFormat(name)) {
                continue;
            }
            check(name, field.getValue());
            if (name.toString().equals("cookie")) {
                crumbs.add(field.getValue());
            } else if (!name.toString().equals("host")) {
                line(name, field.getValue(), out);
            }
        }
        if (!crumbs.isEmpty()) {
            line("cookie", String.join("; ", crumbs), out);
        }
    }

    private static void line(CharSequence name, CharSequence value, ByteBuf out) {
        out.writeBytes(Wire.bytes(name.toString()));
        out.writeShort((':' << 8) | ' ');
        out.writeBytes(Wire.bytes(value.toString()));
        out.writeShort(Wire.CRLF);
    }

    private static void check(CharSequence name, CharSequence value) {
        boolean token = !name.isEmpty();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            token &= c < 0x80 && Ascii.isToken((byte) c) && !(c >= 'A' && c <= 'Z');
        }
        if (!token) {
            throw new BadMessage(400, "a field's name is no token in lower case");
        }
        checkValue(value);
        String text = name.toString();
        boolean ofOneHop = OF_ONE_HOP.contains(text) && !text.equals("host");
        if (ofOneHop || (text.equals("te") && !value.toString().equals("trailers"))) {
            throw new BadMessage(400, "'" + name + "' has no place in HTTP/2");
        }
    }

    /** A value of a field or pseudo-field holds no control and nothing beyond a byte. */
    static void checkValue(CharSequence value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c > 0xff || !Ascii.isValue((byte) c)) {
                throw new BadMessage(400, "a field's value holds a control character");
            }
        }
    }

    /** Adds one field of an HTTP/1.1 message, unless it says something of the connection alone. */
    static void add(String name, String value, Http2Headers to) {
        String lower = name.toLowerCase(java.util.Locale.ROOT);
        if (!OF_ONE_HOP.contains(lower) && !lower.equals("te")) {
            to.add(lower, value);
        }
    }
}
