import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executors;

/** A shop that is always open. It notes each of its starts in the folder that its instances share. */
final class Shop {

    private Shop() {}

    public static void main(String[] arguments) throws IOException {
        String start = System.getenv("SLIPWAY_INSTANCE") + " " + ProcessHandle.current().pid() + "\n";
        Path starts = Path.of(System.getenv("SLIPWAY_DATA")).resolve("starts");
        Files.writeString(starts, start, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        int port = Integer.parseInt(System.getenv("PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 64);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            byte[] body = "open\n".getBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }
}
