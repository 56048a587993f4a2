package dev.slipway.observe.check;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One call of gRPC over a fresh connection, in the little of HTTP/2 (RFC 9113) that this takes: the preface, one
 * request, and frames until the stream ends. Headers are written as literals without an index and without Huffman
 * coding (RFC 7541, 6.2.2), which every peer must read. Those of the answer are not looked at: an answer with a message
 * has succeeded so far, and one without has failed whatever its trailers say, so that no decoder with tables is needed.
 */
final class Http2Call {

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int END_STREAM = 1;
    private static final int ACK = 1;
    private static final int END_HEADERS = 4;
    private static final int PADDED = 8;
    private static final int LARGEST_FRAME = 1 << 14;
    private static final int LARGEST_MESSAGE = 1 << 16;
    private static final int PREFIX = 5;

    private final DataInputStream in;
    private final DataOutputStream out;
    private final String scheme;
    private final String authority;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();

    Http2Call(Socket socket, String scheme, String authority) throws IOException {
        this.in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
        this.out = new DataOutputStream(new java.io.BufferedOutputStream(socket.getOutputStream()));
        this.scheme = scheme;
        this.authority = authority;
    }

    /** @return the answer's message, absent when the call failed on the other side */
    Optional<byte[]> send(String path, byte[] request) throws IOException {
        out.write(PREFACE.getBytes(StandardCharsets.US_ASCII));
        frame(SETTINGS, 0, 0, new byte[0]);
        frame(HEADERS, END_HEADERS, 1, headers(path));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream prefixed = new DataOutputStream(body);
        prefixed.writeByte(0);
        prefixed.writeInt(request.length);
        prefixed.write(request);
        frame(DATA, END_STREAM, 1, body.toByteArray());
        out.flush();
        boolean more = true;
        while (more) {
            more = next();
        }
        return received();
    }

    private byte[] headers(String path) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        header(block, ":method", "POST");
        header(block, ":scheme", scheme);
        header(block, ":path", path);
        header(block, ":authority", authority);
        header(block, "content-type", "application/grpc");
        header(block, "te", "trailers");
        return block.toByteArray();
    }

    private static void header(OutputStream block, String name, String value) throws IOException {
        block.write(0);
        text(block, name);
        text(block, value);
    }

    /** A length in seven bits, continued where it does not fit (RFC 7541, 5.1). */
    private static void text(OutputStream block, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length < 0x7f) {
            block.write(bytes.length);
        } else {
            block.write(0x7f);
            int rest = bytes.length - 0x7f;
            while (rest >= 0x80) {
                block.write((rest & 0x7f) | 0x80);
                rest >>>= 7;
            }
            block.write(rest);
        }
        block.write(bytes);
    }

    private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        out.writeByte(payload.length >>> 16);
        out.writeShort(payload.length);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(stream);
        out.write(payload);
    }

    /** Reads one frame. @return false when the stream has ended */
    private boolean next() throws IOException {
        int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt() & Integer.MAX_VALUE;
        if (length > LARGEST_FRAME) {
            throw new IOException("the server does not speak HTTP/2");
        }
        byte[] payload = in.readNBytes(length);
        if (type == DATA && stream == 1) {
            data(payload, flags);
        } else if ((type == SETTINGS || type == PING) && (flags & ACK) == 0) {
            frame(type, ACK, 0, type == PING ? payload : new byte[0]);
            out.flush();
        } else if (type == RESET || type == GOAWAY) {
            throw new IOException("the server ended the call");
        }
        boolean ends = stream == 1 && (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        return !ends;
    }

    private void data(byte[] payload, int flags) throws IOException {
        boolean padded = (flags & PADDED) != 0 && payload.length > 0;
        int from = padded ? 1 : 0;
        int length = payload.length - from - (padded ? payload[0] & 0xff : 0);
        if (length < 0 || message.size() + length > LARGEST_MESSAGE) {
            throw new IOException("the server does not answer as a health service");
        }
        message.write(payload, from, length);
    }

    private Optional<byte[]> received() {
        byte[] bytes = message.toByteArray();
        return bytes.length < PREFIX
                ? Optional.empty()
                : Optional.of(java.util.Arrays.copyOfRange(bytes, PREFIX, bytes.length));
    }
}
