package dev.slipway.edge;

import static org.awaitility.Awaitility.await;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Users who send one request after another, never twice, and remember whatever goes wrong. */
final class Load {

    private static final String BODY = "some body";

    private final int port;
    private final AtomicLong served = new AtomicLong();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private volatile boolean stopped;

    Load(int port) {
        this.port = port;
    }

    /**
     * Sends until stopped.
     *
     * @param keepAlive on one connection for as long as the edge keeps it, else on fresh ones
     */
    void run(boolean keepAlive) {
        while (!stopped) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(60_000);
                InputStream in = new BufferedInputStream(socket.getInputStream());
                boolean open = true;
                while (open && !stopped) {
                    ScriptedInstance.send(socket.getOutputStream(), request(keepAlive));
                    open = answered(in);
                }
            } catch (IOException e) {
                failures.add(e.toString());
            }
        }
    }

    private static String request(boolean keepAlive) {
        return "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + BODY.length() + "\r\n"
                + (keepAlive ? "" : "Connection: close\r\n") + "\r\n" + BODY;
    }

    /** Whether the connection takes more. */
    private boolean answered(InputStream in) throws IOException {
        String head = head(in);
        in.skipNBytes(Chunks.length(head));
        if (!head.startsWith("HTTP/1.1 200 ")) {
            failures.add(head);
        }
        served.incrementAndGet();
        return !head.toLowerCase(Locale.ROOT).contains("connection: close");
    }

    static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection ended after '" + head + "'");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    void awaitMore(int requests) {
        long goal = served.get() + requests;
        await().atMost(Duration.ofSeconds(60)).until(() -> served.get() >= goal || !failures.isEmpty());
    }

    void stop() {
        stopped = true;
    }

    List<String> failures() {
        return failures;
    }
}
