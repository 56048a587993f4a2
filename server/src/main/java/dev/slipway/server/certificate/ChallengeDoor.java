package dev.slipway.server.certificate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.delivery.port.Traffic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * Where the authority finds the proof (HTTP-01, RFC 8555, section 8.3): a path of the name that the edge leads here for as
 * long as an order takes. Nothing else of the name's traffic is touched.
 */
final class ChallengeDoor implements AutoCloseable {

    /** The path that RFC 8555 gives to proofs. */
    static final String PATH = "/.well-known/acme-challenge/";

    private final Map<String, String> proofs = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final Places places;
    private final String key;

    /** The edge, as far as a door needs it. */
    interface Places {

        /** Sees to it that requests of the route's hosts under that path go its way. */
        void open(Traffic.Route route, String path);

        void close(String key);

        long epoch();
    }

    ChallengeDoor(String name, Places places) throws IOException {
        this.places = places;
        this.key = "acme:" + name;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(PATH, this::answer);
        server.start();
        try {
            Traffic.Target here = new Traffic.Target(
                    "acme", "127.0.0.1:" + server.getAddress().getPort());
            places.open(
                    new Traffic.Route(
                            key, places.epoch(), List.of(name), List.of(new Traffic.Pool("acme", 1, List.of(here)))),
                    PATH);
        } catch (RuntimeException e) {
            server.stop(0);
            throw e;
        }
    }

    /** From now on the proof is there. */
    void show(String token, String proof) {
        proofs.put(token, proof);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String proof = proofs.get(exchange.getRequestURI().getPath().substring(PATH.length()));
        byte[] body = (proof == null ? "no such proof" : proof).getBytes(StandardCharsets.US_ASCII);
        exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
        exchange.sendResponseHeaders(proof == null ? 404 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        try {
            places.close(key);
        } finally {
            server.stop(0);
        }
    }
}
