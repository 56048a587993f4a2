import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.observe.check.Doors;
import dev.slipway.observe.check.Prober;
import dev.slipway.observe.check.Trust;
import dev.slipway.observe.patrol.Patrol;
import dev.slipway.observe.patrol.Standing;
import dev.slipway.observe.patrol.Watched;
import dev.slipway.observe.probe.ProbeFile;
import dev.slipway.observe.store.StoreOptions;
import dev.slipway.observe.store.TimeSeriesStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;

/** The processor that 5,000 probes over HTTP take, each every ten seconds. */
final class ProbeLoad {

    private static final int PROBES = 5000;
    private static final int WARM_ROUNDS = 3;
    private static final int ROUNDS = 12;

    private ProbeLoad() {}

    /** Answers probes in a process of its own, so that its work is not counted; writes its port to a file. */
    static void serve(Path port) throws IOException {
        Turnstile turnstile = new Turnstile();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/probe/", exchange -> {
            turnstile.pass();
            answer(exchange);
        });
        server.createContext("/after/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            turnstile.await(Long.parseLong(path.substring("/after/".length())));
            answer(exchange);
        });
        server.start();
        Files.writeString(port, Integer.toString(server.getAddress().getPort()));
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[] {'o', 'k'});
        }
    }

    /** Counts the probes that came. */
    private static final class Turnstile {

        private long passed;

        synchronized void pass() {
            passed++;
            notifyAll();
        }

        synchronized void await(long wanted) throws IOException {
            while (passed < wanted) {
                try {
                    wait();
                } catch (InterruptedException end) {
                    throw new IOException("the server ends", end);
                }
            }
        }
    }

    /** For two minutes' worth of probes, after half a minute's. */
    static void run(Path folder, String port) throws Exception {
        String origin = "http://127.0.0.1:" + port;
        StringBuilder text = new StringBuilder("endpoints:\n");
        for (int i = 0; i < PROBES; i++) {
            text.append("- {name: p" + i + ", url: '" + origin + "/probe/" + i + "', interval: 10s}\n");
        }
        List<Watched> endpoints = ProbeFile.read("probes.yml", text.toString()).endpoints().stream()
                .map(endpoint -> new Watched("bench", endpoint))
                .toList();
        InstantSource clock = InstantSource.system();
        try (TimeSeriesStore store = TimeSeriesStore.open(folder, StoreOptions.standard(), clock)) {
            Prober prober =
                    new Prober(new Doors(true), Trust.system(), false, (_, _) -> Optional.empty(), clock);
            try (Patrol patrol = new Patrol(store, prober, (before, now) -> {}, clock)) {
                patrol.follow(endpoints, _ -> Standing.UNKNOWN);
                measure(patrol, origin);
            }
        }
    }

    private static void measure(Patrol patrol, String origin) throws Exception {
        awaitProbes(origin, WARM_ROUNDS * PROBES);
        double work = Work.seconds();
        long wall = System.nanoTime();
        awaitProbes(origin, (WARM_ROUNDS + ROUNDS) * PROBES);
        double seconds = (System.nanoTime() - wall) / 1e9;
        double used = Work.seconds() - work;
        long up = patrol.statuses().stream()
                .filter(status -> status.last().filter(outcome -> outcome.isSuccess()).isPresent())
                .count();
        System.out.printf("probes: %d at 10 s for %.0f s, %d succeed: %.1f %% of one processor, %.1f %% of two%n",
                PROBES, seconds, up, 100 * used / seconds, 50 * used / seconds);
    }

    private static void awaitProbes(String origin, int count) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI address = URI.create(origin + "/after/" + count);
            client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding());
        }
    }
}
