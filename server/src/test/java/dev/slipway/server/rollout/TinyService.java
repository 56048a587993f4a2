package dev.slipway.server.rollout;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * A service to deliver, in one class: it notes each start in the folder NOTES, and answers 500 as
 * long as that folder has a file {@code broken-RELEASE}.
 */
final class TinyService {

    private TinyService() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, String> env = System.getenv();
        Path notes = Path.of(env.get("NOTES"));
        String release = env.get("SLIPWAY_RELEASE");
        note(
                notes.resolve("starts"),
                env.get("SLIPWAY_INSTANCE") + " " + ProcessHandle.current().pid());
        Path broken = notes.resolve("broken-" + release);
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(env.get("PORT"))), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            boolean well = exchange.getRequestURI().getPath().equals("/health") || !Files.exists(broken);
            exchange.sendResponseHeaders(well ? 200 : 500, -1);
            exchange.close();
        });
        server.start();
    }

    private static void note(Path file, String line) throws IOException {
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
