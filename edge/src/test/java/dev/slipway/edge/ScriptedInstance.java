package dev.slipway.edge;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A real server of one instance, on blocking sockets, that does per request exactly what its script says. */
final class ScriptedInstance implements AutoCloseable {

    private final ServerSocket listener;
    private final Script script;
    private final Duration idleLimit;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Thread acceptor;

    ScriptedInstance(Script script) throws IOException {
        this(Duration.ZERO, script);
    }

    /** @param idleLimit for which a connection that has carried a request may carry nothing; zero means without end */
    ScriptedInstance(Duration idleLimit, Script script) throws IOException {
        this.script = script;
        this.idleLimit = idleLimit;
        this.listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        this.acceptor = Thread.ofVirtual().start(this::accept);
    }

    /** Answers each request with 200 and this text, after reading its body. */
    static ScriptedInstance answering(String text) throws IOException {
        return new ScriptedInstance((head, in, out) -> {
            skipBody(head, in);
            ok(out, text);
            return true;
        });
    }

    static long skipBody(String head, InputStream in) throws IOException {
        long length = 0;
        for (String line : head.split("\r\n")) {
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        in.skipNBytes(length);
        return length;
    }

    static void ok(OutputStream out, String text) throws IOException {
        send(out, "HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
    }

    static void send(OutputStream out, String bytes) throws IOException {
        out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    String port() {
        return Integer.toString(listener.getLocalPort());
    }

    int connections() {
        return connections.get();
    }

    int openConnections() {
        return open.size();
    }

    List<String> heads() {
        return heads;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (SocketException closed) {
                return;
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
            OutputStream out = socket.getOutputStream();
            String head = head(in);
            while (!head.isEmpty()) {
                heads.add(head);
                if (!script.answer(head, in, out)) {
                    return;
                }
                head = nextHead(socket, in);
            }
        } catch (IOException peerGone) {
            // The test looks at what the other side saw.
            return;
        } finally {
            open.remove(socket);
        }
    }

    /** The limit is for the first byte alone: a request that has begun is read in whatever pieces it comes. */
    private String nextHead(Socket socket, InputStream in) throws IOException {
        socket.setSoTimeout((int) idleLimit.toMillis());
        in.mark(1);
        if (in.read() < 0) {
            return "";
        }
        in.reset();
        socket.setSoTimeout(0);
        return head(in);
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** While somebody is about to accept, the port stays open behind the listener's close. */
    @Override
    public void close() throws IOException {
        listener.close();
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** What to do with a request; false closes the connection. */
    interface Script {
        boolean answer(String head, InputStream in, OutputStream out) throws IOException;
    }
}
