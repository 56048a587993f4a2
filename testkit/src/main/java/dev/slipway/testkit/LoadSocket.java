package dev.slipway.testkit;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** One WebSocket from the client's side, for short texts (RFC 6455). Its key and its masks are constant: nobody is fooled here. */
final class LoadSocket implements AutoCloseable {

    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int MASKED = 0x80;
    private static final int LONGEST = 125;
    private static final int NORMAL = 1000;
    private static final int NO_CODE = 1005;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;
    private final String release;
    private final String greeting;

    /** Connects, and waits for the first word of the other side. */
    LoadSocket(int port, String host, Duration patience) throws IOException {
        int millis = (int) patience.toMillis();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(millis);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
            this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            this.out = socket.getOutputStream();
            this.release = upgrade(host);
            this.greeting = switch (hear()) {
                case Heard.Word(String text) -> text;
                case Heard.Farewell(int code) -> throw new IOException("greeted with " + code);
            };
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** What comes from the other side. */
    sealed interface Heard {
        record Word(String text) implements Heard {}

        record Farewell(int code) implements Heard {}
    }

    private String upgrade(String host) throws IOException {
        out.write(("GET /talk HTTP/1.1\r\nHost: " + host + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        String first = line();
        String found = "";
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("x-slipway-release:")) {
                found = line.substring(line.indexOf(':') + 1).strip();
            }
        }
        if (!first.startsWith("HTTP/1.1 101 ")) {
            throw new IOException("a WebSocket was answered " + first);
        }
        return found;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    /** The release that it was opened on, as the edge tells it. */
    String release() {
        return release;
    }

    /** The first word of the other side. */
    String greeting() {
        return greeting;
    }

    void say(String word) throws IOException {
        frame(TEXT, word.getBytes(StandardCharsets.UTF_8));
    }

    /** Ends it from this side; the other one answers. */
    void leave() throws IOException {
        frame(CLOSE, new byte[] {(byte) (NORMAL >> Byte.SIZE), (byte) NORMAL});
    }

    private synchronized void frame(int kind, byte[] payload) throws IOException {
        byte[] frame = new byte[6 + payload.length];
        frame[0] = (byte) kind;
        frame[1] = (byte) (MASKED | payload.length);
        System.arraycopy(payload, 0, frame, 6, payload.length);
        out.write(frame);
    }

    /** @throws java.io.EOFException when the connection ended without a farewell */
    Heard hear() throws IOException {
        int kind = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if ((kind != TEXT && kind != CLOSE) || length > LONGEST) {
            throw new IOException("a frame that nobody sends here: " + kind + ", " + length);
        }
        byte[] payload = in.readNBytes(length);
        if (kind == TEXT) {
            return new Heard.Word(new String(payload, StandardCharsets.UTF_8));
        }
        return new Heard.Farewell(
                length < Short.BYTES ? NO_CODE : ((payload[0] & 0xff) << Byte.SIZE) | (payload[1] & 0xff));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
