package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** Both ends of a WebSocket through an edge: a user who opens one, and an instance that says again what it hears. */
final class WebSocketEcho {

    static final String REQUEST = "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    static final String ANSWER =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

    private WebSocketEcho() {}

    /** Makes a tunnel of a fresh connection to an edge. */
    static Socket open(Socket connection) throws IOException {
        connection.setSoTimeout(60_000);
        ScriptedInstance.send(connection.getOutputStream(), REQUEST);
        assertThat(Load.head(connection.getInputStream())).startsWith("HTTP/1.1 101 ");
        return connection;
    }

    /** The script of the instance. */
    static boolean serve(String head, InputStream in, OutputStream out) throws IOException {
        ScriptedInstance.send(out, ANSWER);
        for (int next = in.read(); next >= 0; next = in.read()) {
            out.write(next);
        }
        return false;
    }
}
