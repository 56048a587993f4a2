package dev.slipway.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An instance that comes and goes: it answers every request at once, and knows when it was asked last. */
final class StormInstance implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StormInstance.class);
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);
    private static final int END = '\r' << 24 | '\n' << 16 | '\r' << 8 | '\n';

    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong lastAsked = new AtomicLong(System.nanoTime());
    private final AtomicLong late = new AtomicLong();
    private volatile boolean stopped;

    StormInstance() {
        try {
            this.listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** When the newest request came, by {@link System#nanoTime()}. */
    long lastAsked() {
        return lastAsked.get();
    }

    /** How many requests came after it was stopped. */
    long late() {
        return late.get();
    }

    private void accept() {
        while (!stopped) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                LOG.debug("takes no more connections: {}", e.getMessage());
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            while (skipHead(in)) {
                lastAsked.accumulateAndGet(System.nanoTime(), Math::max);
                if (stopped) {
                    late.incrementAndGet();
                }
                out.write(ANSWER);
            }
        } catch (IOException e) {
            LOG.debug("a connection ended: {}", e.getMessage());
        } finally {
            open.remove(socket);
        }
    }

    /** @return false at the end of the connection */
    private static boolean skipHead(InputStream in) throws IOException {
        int tail = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            tail = tail << 8 | next;
            if (tail == END) {
                return true;
            }
        }
        return false;
    }

    /** Ends as a process ends: its listener and all of its connections at once. */
    @Override
    public void close() {
        stopped = true;
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
