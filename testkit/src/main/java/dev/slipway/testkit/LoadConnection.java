package dev.slipway.testkit;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One keep-alive connection that speaks just enough HTTP/1.1 to read whole answers (RFC 9112). */
final class LoadConnection implements LoadLine {

    private static final int LONGEST_LINE = 16 * 1024;

    private final LoadPlan plan;
    private @Nullable Socket socket;
    private @Nullable InputStream in;
    private boolean used;

    LoadConnection(LoadPlan plan) {
        this.plan = plan;
    }

    @Override
    public Answer get(String path) throws IOException {
        boolean reused = used && socket != null;
        try {
            InputStream input = connected();
            write(path);
            return read(input, reused);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        Socket open = socket;
        socket = null;
        in = null;
        used = false;
        if (open != null) {
            open.close();
        }
    }

    private InputStream connected() throws IOException {
        if (socket != null && in != null) {
            return in;
        }
        Socket fresh = new Socket();
        socket = fresh;
        int patience = (int) plan.timeout().toMillis();
        fresh.setTcpNoDelay(true);
        fresh.setSoTimeout(patience);
        fresh.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), plan.port()), patience);
        InputStream input = new BufferedInputStream(fresh.getInputStream());
        in = input;
        return input;
    }

    private void write(String path) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + plan.host() + "\r\n\r\n";
        if (socket != null) {
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw used ? new StaleConnection(e) : e;
            }
        }
    }

    private Answer read(InputStream input, boolean reused) throws IOException {
        String first = firstLine(input, reused);
        int status = Integer.parseInt(first.split(" ", 3)[1]);
        Map<String, String> fields = new HashMap<>();
        for (String line = line(input); !line.isEmpty(); line = line(input)) {
            int colon = line.indexOf(':');
            fields.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        boolean last = skipBody(input, status, fields) || "close".equalsIgnoreCase(fields.get("connection"));
        used = true;
        if (last) {
            close();
        }
        return new Answer(
                status,
                Optional.ofNullable(fields.get("x-slipway-release")),
                Optional.ofNullable(fields.get("x-slipway-edge")));
    }

    private static String firstLine(InputStream input, boolean reused) throws IOException {
        input.mark(1);
        int start;
        try {
            start = input.read();
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            throw reused ? new StaleConnection(e) : e;
        }
        if (start < 0) {
            EOFException closed = new EOFException("closed before the answer");
            throw reused ? new StaleConnection(closed) : closed;
        }
        input.reset();
        return line(input);
    }

    /** True when the body ended with the connection. */
    private static boolean skipBody(InputStream input, int status, Map<String, String> fields) throws IOException {
        if (status == 204 || status == 304) {
            return false;
        }
        if ("chunked".equalsIgnoreCase(fields.get("transfer-encoding"))) {
            skipChunks(input);
            return false;
        }
        String length = fields.get("content-length");
        if (length == null) {
            input.transferTo(java.io.OutputStream.nullOutputStream());
            return true;
        }
        input.skipNBytes(Long.parseLong(length));
        return false;
    }

    private static void skipChunks(InputStream input) throws IOException {
        long size = chunkSize(line(input));
        while (size > 0) {
            input.skipNBytes(size);
            line(input);
            size = chunkSize(line(input));
        }
        String trailer = line(input);
        while (!trailer.isEmpty()) {
            trailer = line(input);
        }
    }

    private static long chunkSize(String line) {
        return Long.parseLong(line.split(";", 2)[0].strip(), 16);
    }

    private static String line(InputStream input) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0 || line.length() > LONGEST_LINE) {
                throw new EOFException("the answer was cut after '" + line + "'");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }
}
