package dev.slipway.benchmarks;

import dev.slipway.testkit.TempHome;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;

/**
 * One release takes the place of another again and again under load, each time with an instance that is started before and
 * stopped once the edge says that nothing runs on it any more. Counted are requests that failed, requests that came to a
 * stopped instance, and the time from a switch being asked for to the last request that the old instance was asked.
 */
public final class SwitchStorm {

    private final StormEdge edge;
    private final int switches;
    private final int perSecond;
    private final long pauseNanos;

    private SwitchStorm(StormEdge edge, int switches, int perSecond, long pauseMillis) {
        this.edge = edge;
        this.switches = switches;
        this.perSecond = perSecond;
        this.pauseNanos = TimeUnit.MILLISECONDS.toNanos(pauseMillis);
    }

    /** @param arguments class path of the edge, switches (100), requests per second (1000), ms between switches (50) */
    public static void main(String[] arguments) throws Exception {
        int switches = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
        int perSecond = Math.min(5000, arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1000);
        long pause = arguments.length > 3 ? Long.parseLong(arguments[3]) : 50;
        System.out.println(
                "| over | switches | requests | req/s | failed | to a stopped instance | errors at the edge |"
                        + " switch to last request on the old, median / p99 / worst, ms | p50 / p99 / worst latency, ms |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        try (TempHome home = TempHome.create()) {
            SSLContext trust =
                    StormCertificate.make(home.resolve("keys"), Files.createDirectories(home.resolve("certificates")));
            for (HttpClient.Version version : HttpClient.Version.values()) {
                boolean plain = version == HttpClient.Version.HTTP_1_1;
                if (!plain && version != HttpClient.Version.HTTP_2) {
                    continue;
                }
                Path place = Files.createDirectories(home.resolve(version.name()));
                try (StormEdge edge = new StormEdge(arguments[0], place, home.resolve("certificates"));
                        HttpClient http = HttpClient.newBuilder()
                                .version(version)
                                .sslContext(trust)
                                .build()) {
                    URI uri = URI.create(
                            plain
                                    ? "http://localhost:" + edge.port("listen") + "/"
                                    : "https://localhost:" + edge.port("tlsListen") + "/");
                    System.out.println(new SwitchStorm(edge, switches, perSecond, pause).row(version, http, uri));
                }
            }
        }
    }

    private String row(HttpClient.Version version, HttpClient http, URI uri) throws Exception {
        List<Double> moved = new ArrayList<>();
        long late = 0;
        StormInstance serving = new StormInstance();
        edge.route("r-0", serving.port());
        StormUsers users = new StormUsers(http, uri, perSecond);
        for (int i = 1; i <= switches; i++) {
            LockSupport.parkNanos(pauseNanos);
            StormInstance next = new StormInstance();
            long asked = System.nanoTime();
            edge.route("r-" + i, next.port());
            while (edge.inFlight("r-" + (i - 1)) > 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            serving.close();
            moved.add(Math.max(0, serving.lastAsked() - asked) / 1e6);
            late += serving.late();
            serving = next;
        }
        users.stop();
        double rate = users.rate();
        long errors = edge.errors();
        serving.close();
        users.failures().stream().limit(5).forEach(System.err::println);
        moved.sort(Double::compare);
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %,.0f | %d | %d | %d | %.1f / %.1f / %.1f | %.1f / %.1f / %.1f |",
                version,
                switches,
                users.answered(),
                rate,
                users.failures().size(),
                late,
                errors,
                moved.get(moved.size() / 2),
                moved.get((int) ((moved.size() - 1) * 0.99)),
                moved.getLast(),
                users.quantile(0.5),
                users.quantile(0.99),
                users.quantile(1));
    }
}
