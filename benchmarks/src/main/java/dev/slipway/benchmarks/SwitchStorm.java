package dev.slipway.benchmarks;

import dev.slipway.testkit.LoadClient;
import dev.slipway.testkit.LoadPlan;
import dev.slipway.testkit.LoadReport;
import dev.slipway.testkit.LoadWire;
import dev.slipway.testkit.TempHome;
import dev.slipway.testkit.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One release takes the place of another again and again under load, each time with an instance that is started before and
 * stopped once the edge says that nothing runs on it any more. Counted are requests that failed, requests that came to a
 * stopped instance, and the time from a switch being asked for to the last request that the old instance was asked.
 */
public final class SwitchStorm {

    private static final int USERS = 48;

    private final StormEdge edge;
    private final int switches;
    private final long pauseNanos;

    private SwitchStorm(StormEdge edge, int switches, long pauseMillis) {
        this.edge = edge;
        this.switches = switches;
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
            TestCertificate certificate = TestCertificate.of("dns:localhost");
            certificate.write(home.resolve("certificates"), "localhost");
            for (LoadWire wire : List.of(new LoadWire.Plain(), new LoadWire.Http2(certificate.context()))) {
                String name = wire instanceof LoadWire.Plain ? "HTTP/1.1" : "HTTP/2";
                Path place = Files.createDirectories(home.resolve(name.replace('/', '-')));
                try (StormEdge edge = new StormEdge(arguments[0], place, home.resolve("certificates"))) {
                    int port = edge.port(wire instanceof LoadWire.Plain ? "listen" : "tlsListen");
                    LoadPlan plan = LoadPlan.to(port, "localhost", "/")
                            .withConnections(USERS)
                            .withRate(perSecond)
                            .over(wire);
                    System.out.println(new SwitchStorm(edge, switches, pause).row(name, plan));
                }
            }
        }
    }

    private String row(String name, LoadPlan plan) throws Exception {
        List<Double> moved = new ArrayList<>();
        long late = 0;
        StormInstance serving = new StormInstance();
        edge.route("r-0", serving.port());
        long from = System.nanoTime();
        LoadReport report;
        try (LoadClient users = LoadClient.start(plan)) {
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
            report = users.stop();
        }
        double rate = report.answered() * 1e9 / (System.nanoTime() - from);
        long errors = edge.errors();
        serving.close();
        report.errors().forEach(System.err::println);
        moved.sort(Double::compare);
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %,.0f | %d | %d | %d | %.1f / %.1f / %.1f | %.1f / %.1f / %.1f |",
                name,
                switches,
                report.answered(),
                rate,
                report.connectionErrors()
                        + report.answered()
                        - report.byStatus().getOrDefault(200, 0L),
                late,
                errors,
                moved.get(moved.size() / 2),
                moved.get((int) ((moved.size() - 1) * 0.99)),
                moved.getLast(),
                millis(report.p50()),
                millis(report.p99()),
                millis(report.longest()));
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }
}
