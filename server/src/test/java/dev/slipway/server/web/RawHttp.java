package dev.slipway.server.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sends a request byte by byte as a test writes it, where a proper client would refuse to. */
public final class RawHttp {

    private RawHttp() {}

    /** @param head request line and header fields, without the empty line */
    public static Answer send(int port, String head, String body) throws IOException {
        return send(port, head, body.getBytes(StandardCharsets.UTF_8).length, body);
    }

    /** Says how long a body is and sends none: for answers that do not wait for it, and may close before it is sent. */
    public static Answer announce(int port, String head, long bytes) throws IOException {
        return send(port, head, bytes, "");
    }

    private static Answer send(int port, String head, long bytes, String body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            String length = "Content-Length: " + bytes + "\r\n";
            String request = head.stripTrailing().replace("\n", "\r\n") + "\r\nConnection: close\r\n" + length + "\r\n";
            socket.getOutputStream().write((request + body).getBytes(StandardCharsets.UTF_8));
            return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Answer parse(String text) {
        String[] parts = text.split("\r\n\r\n", 2);
        String[] lines = parts[0].split("\r\n");
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            String[] field = lines[i].split(":", 2);
            headers.put(field[0].toLowerCase(Locale.ROOT), field[1].strip());
        }
        return new Answer(Integer.parseInt(lines[0].split(" ")[1]), headers, parts.length > 1 ? parts[1] : "");
    }

    /** @param headers names in lower case */
    public record Answer(int status, Map<String, String> headers, String body) {}
}
