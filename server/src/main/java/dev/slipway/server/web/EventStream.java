package dev.slipway.server.web;

import dev.slipway.kernel.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Writes server-sent events (WHATWG HTML, section 9.2) on the thread of the request, which is virtual and so may wait as
 * long as it likes.
 */
public final class EventStream {

    static final String CONTENT_TYPE = "text/event-stream";

    private final OutputStream out;

    private EventStream(OutputStream out) {
        this.out = out;
    }

    /** Sends the head of the response; from here on only events can be sent. */
    public static EventStream open(HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType(CONTENT_TYPE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        EventStream stream = new EventStream(response.getOutputStream());
        stream.write("retry: 2000\n\n");
        return stream;
    }

    /**
     * @param event name, one word
     * @param id that a client which comes back sends as {@code Last-Event-ID}
     * @param data written as JSON on one line
     * @throws IOException when the client is gone
     */
    public void send(String event, Optional<String> id, Object data) throws IOException {
        String idLine = id.map(value -> "id: " + value + "\n").orElse("");
        write("event: " + event + "\n" + idLine + "data: " + Json.write(data) + "\n\n");
    }

    /** Keeps proxies and time limits from ending a quiet stream, and finds out whether the client is still there. */
    public void heartbeat() throws IOException {
        write(": still here\n\n");
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
