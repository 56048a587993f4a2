package dev.slipway.observe.check;

import dev.slipway.observe.probe.Answer;
import dev.slipway.observe.probe.Check;
import dev.slipway.observe.probe.Fact;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/** The opening handshake of a WebSocket (RFC 6455, 4.1), then the connection is closed. */
record WebSocketCheck(Dial dial) {

    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;
    private static final int MOST_HEADERS = 100;
    private static final SecureRandom RANDOM = new SecureRandom();

    Answer ask(Check.WebSocket check, Duration timeout) throws IOException {
        URI url = check.url();
        boolean secure = url.getScheme().equalsIgnoreCase("wss");
        int port = url.getPort() < 0 ? secure ? 443 : 80 : url.getPort();
        String host = url.getHost().replaceAll("[\\[\\]]", "");
        try (Socket plain = dial.tcp(host, port, timeout)) {
            String ip = plain.getInetAddress().getHostAddress();
            if (!secure) {
                return open(check, plain).with(Fact.IP, ip);
            }
            try (SSLSocket socket = dial.tls(plain, host, check.verifies(), List.of("http/1.1"))) {
                return open(check, socket).with(Fact.IP, ip).withCertificateEnd(Trust.end(socket.getSession()));
            }
        }
    }

    private static Answer open(Check.WebSocket check, Socket socket) throws IOException {
        byte[] random = new byte[KEY_BYTES];
        RANDOM.nextBytes(random);
        String key = Base64.getEncoder().encodeToString(random);
        socket.getOutputStream().write(request(check, key).getBytes(StandardCharsets.US_ASCII));
        InputStream in = new BufferedInputStream(socket.getInputStream());
        String[] status = ConnectCheck.line(in).split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/1.")) {
            return Answer.connected().but("the server does not speak HTTP");
        }
        Map<String, String> headers = headers(in);
        Answer answer = Answer.connected().with(Fact.STATUS, status[1]).withHeaders(headers);
        boolean opened = status[1].equals("101")
                && accept(key).equals(answer.header("Sec-WebSocket-Accept").orElse(""));
        return opened ? answer : answer.but("the server opens no WebSocket: it answered " + status[1]);
    }

    private static String request(Check.WebSocket check, String key) {
        URI url = check.url();
        String path = Optional.ofNullable(url.getRawPath())
                .filter(found -> !found.isEmpty())
                .orElse("/");
        String query =
                Optional.ofNullable(url.getRawQuery()).map(found -> "?" + found).orElse("");
        StringBuilder text = new StringBuilder("GET " + path + query + " HTTP/1.1\r\nHost: " + url.getRawAuthority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + key + "\r\n");
        check.headers()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append("\r\n"));
        return text.append("\r\n").toString();
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        String line = ConnectCheck.line(in);
        for (int i = 0; i < MOST_HEADERS && !line.isEmpty(); i++) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            line = ConnectCheck.line(in);
        }
        return headers;
    }

    private static String accept(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
