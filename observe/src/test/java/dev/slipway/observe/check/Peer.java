package dev.slipway.observe.check;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server of one small conversation for each connection. */
public final class Peer implements AutoCloseable {

    private final ServerSocket listener;
    private final Talk talk;

    /** What it says. */
    public interface Talk {
        void with(Socket socket) throws IOException;
    }

    public Peer(Talk talk) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.talk = talk;
        Thread.ofVirtual().start(this::serve);
    }

    public int port() {
        return listener.getLocalPort();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                talk.with(socket);
            } catch (IOException ended) {
                if (listener.isClosed()) {
                    return;
                }
            }
        }
    }

    public static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** Reads until the text ends like this. */
    public static String hear(Socket socket, String end) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder heard = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            heard.append((char) next);
            if (heard.toString().endsWith(end)) {
                return heard.toString();
            }
        }
        throw new IOException("ended after " + heard);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
