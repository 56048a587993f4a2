import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A shop that is always open; one that is built with a file called sick takes no orders. Who upgrades to WebSocket is told
 * the shop's address and hears every word again. It notes each of its starts, each orderly end, and each request that comes
 * after it was asked to end, in the folder that instances share.
 */
final class Shop {

    private static final String ACCEPT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String ANSWER = "open\n";
    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int LONGEST_WORD = 125;
    private static final long LAST_MOMENTS_MILLIS = 100;
    private static final boolean SICK = Files.exists(Path.of("sick"));
    private static final int PORT = Integer.parseInt(System.getenv("PORT"));
    private static volatile boolean ending;

    private Shop() {}

    public static void main(String[] arguments) throws IOException {
        Runtime.getRuntime().addShutdownHook(new Thread(Shop::end));
        note("starts");
        ExecutorService staff = Executors.newCachedThreadPool();
        try (ServerSocket door = new ServerSocket(PORT, 256, InetAddress.getLoopbackAddress())) {
            while (true) {
                Socket customer = door.accept();
                staff.execute(() -> serve(customer));
            }
        }
    }

    /** Goes on for some moments, as a server does that lets its requests end: nobody should come any more. */
    private static void end() {
        ending = true;
        try {
            Thread.sleep(LAST_MOMENTS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        note("ends");
    }

    private static void serve(Socket customer) {
        try (customer) {
            customer.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(new BufferedInputStream(customer.getInputStream()));
            OutputStream out = customer.getOutputStream();
            for (String path = ask(in, out); !path.isEmpty(); path = ask(in, out)) {
                if (ending && !path.equals("/health")) {
                    note("late");
                }
                String status = SICK && path.equals("/order") ? "500 Sick" : "200 OK";
                send(out, "HTTP/1.1 " + status + "\r\nContent-Length: " + ANSWER.length() + "\r\n\r\n" + ANSWER);
            }
        } catch (IOException e) {
            System.out.println("a customer has gone: " + e.getMessage());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The path that is asked for; empty at the end of the connection, or when it was a WebSocket. */
    private static String ask(DataInputStream in, OutputStream out) throws IOException, GeneralSecurityException {
        String first = line(in);
        String key = "";
        for (String line = first; !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")) {
                key = line.substring(line.indexOf(':') + 1).strip();
            }
        }
        if (!key.isEmpty()) {
            talk(key, in, out);
        }
        return first.isEmpty() || !key.isEmpty() ? "" : first.split(" ")[1];
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    /** RFC 6455: words of up to 125 bytes, which customers mask. */
    private static void talk(String key, DataInputStream in, OutputStream out)
            throws IOException, GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + ACCEPT).getBytes(StandardCharsets.US_ASCII));
        send(
                out,
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: "
                        + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n");
        frame(out, TEXT, ("127.0.0.1:" + PORT).getBytes(StandardCharsets.US_ASCII));
        int kind;
        do {
            kind = in.readUnsignedByte();
            int length = in.readUnsignedByte() & 0x7f;
            if (length > LONGEST_WORD) {
                throw new EOFException("too long a word");
            }
            byte[] mask = in.readNBytes(4);
            byte[] word = in.readNBytes(length);
            for (int i = 0; i < word.length; i++) {
                word[i] ^= mask[i % mask.length];
            }
            frame(out, kind, word);
        } while (kind != CLOSE);
    }

    private static void frame(OutputStream out, int kind, byte[] word) throws IOException {
        byte[] frame = new byte[2 + word.length];
        frame[0] = (byte) kind;
        frame[1] = (byte) word.length;
        System.arraycopy(word, 0, frame, 2, word.length);
        out.write(frame);
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Which instance, as which process, and when. */
    private static void note(String file) {
        String line = System.getenv("SLIPWAY_INSTANCE") + " " + ProcessHandle.current().pid() + " "
                + System.currentTimeMillis() + "\n";
        Path notes = Path.of(System.getenv("SLIPWAY_DATA")).resolve(file);
        try {
            Files.writeString(notes, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
