package dev.slipway.promql.syntax;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Text literals with Go's escapes. An escape may write a byte that is no UTF-8; it is kept as a lone surrogate (as
 * Python's "surrogateescape" does), so that it can be refused where only UTF-8 will do.
 */
final class StringLiterals {

    private static final String ESCAPES = "abfnrtv\\";
    private static final byte[] ESCAPED = {7, '\b', '\f', '\n', '\r', '\t', 11, '\\'};
    private static final int ESCAPE_BASE = 0xDC00;

    private StringLiterals() {}

    /** The index after the closing quote of the literal that starts at the index. */
    static int end(String text, int start) {
        char quote = text.charAt(start);
        for (int i = start + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == quote) {
                return i + 1;
            } else if (quote != '`' && c == '\n') {
                break;
            } else if (quote != '`' && c == '\\') {
                i++;
            }
        }
        Span rest = new Span(start, text.length());
        throw new SyntaxException(rest, "unterminated " + (quote == '`' ? "raw" : "quoted") + " string");
    }

    /** The value of a literal, given with its quotes. */
    static String value(Token token) {
        String literal = token.text();
        char quote = literal.charAt(0);
        String body = literal.substring(1, literal.length() - 1);
        if (quote == '`' || body.indexOf('\\') < 0) {
            return body;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < body.length(); ) {
            if (body.charAt(i) == '\\') {
                i = escape(token, body, i + 1, quote, bytes);
            } else {
                i = copy(body, i, bytes);
            }
        }
        return decode(bytes.toByteArray());
    }

    private static int copy(String body, int i, ByteArrayOutputStream bytes) {
        int codePoint = body.codePointAt(i);
        bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
        return i + Character.charCount(codePoint);
    }

    private static int escape(Token token, String body, int i, char quote, ByteArrayOutputStream bytes) {
        char c = body.charAt(i);
        int simple = ESCAPES.indexOf(c);
        if (simple >= 0) {
            bytes.write(ESCAPED[simple]);
            return i + 1;
        } else if (c == quote) {
            bytes.write(c);
            return i + 1;
        }
        return switch (c) {
            case 'x' -> code(token, body, i + 1, 2, 16, bytes, true);
            case 'u' -> code(token, body, i + 1, 4, 16, bytes, false);
            case 'U' -> code(token, body, i + 1, 8, 16, bytes, false);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> code(token, body, i, 3, 8, bytes, true);
            default -> throw bad(token, "unknown escape sequence \\" + c);
        };
    }

    private static int code(
            Token token, String body, int i, int length, int base, ByteArrayOutputStream bytes, boolean raw) {
        if (i + length > body.length()) {
            throw bad(token, "escape sequence not terminated");
        }
        long value = 0;
        for (int j = i; j < i + length; j++) {
            int digit = Character.digit(body.charAt(j), base);
            if (digit < 0) {
                throw bad(token, "illegal character '" + body.charAt(j) + "' in escape sequence");
            }
            value = value * base + digit;
        }
        if (raw && value <= 255) {
            bytes.write((int) value);
        } else if (raw || value > Character.MAX_CODE_POINT || (value >= 0xD800 && value < 0xE000)) {
            throw bad(token, "escape sequence is an invalid Unicode code point");
        } else {
            bytes.writeBytes(Character.toString((int) value).getBytes(StandardCharsets.UTF_8));
        }
        return i + length;
    }

    private static String decode(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < bytes.length; ) {
            int length = sequence(bytes, i);
            String piece = new String(bytes, i, length, StandardCharsets.UTF_8);
            if (length == 1 && bytes[i] < 0) {
                out.append((char) (ESCAPE_BASE + (bytes[i] & 0xFF)));
            } else {
                out.append(piece);
            }
            i += length;
        }
        return out.toString();
    }

    /** The length of the UTF-8 sequence that starts here; 1 when there is none. */
    private static int sequence(byte[] bytes, int start) {
        int lead = bytes[start] & 0xFF;
        int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1;
        if (start + length > bytes.length) {
            return 1;
        }
        String piece = new String(bytes, start, length, StandardCharsets.UTF_8);
        return piece.codePointCount(0, piece.length()) == 1 && piece.charAt(0) != '\uFFFD' ? length : 1;
    }

    private static SyntaxException bad(Token token, String message) {
        return new SyntaxException(token.span(), message);
    }
}
