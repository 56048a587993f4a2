import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executors;

/** A shop that is always open; one that is built with a file called sick takes no orders. It notes each of its starts, and each orderly end, in the folder that instances share. */
final class Shop {

    private Shop() {}

    public static void main(String[] arguments) throws IOException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> note("ends")));
        note("starts");
        boolean sick = Files.exists(Path.of("sick"));
        int port = Integer.parseInt(System.getenv("PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 64);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            byte[] body = "open\n".getBytes();
            boolean refused = sick && exchange.getRequestURI().getPath().equals("/order");
            exchange.sendResponseHeaders(refused ? 500 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
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
