package dev.slipway.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testkit.LoadClient;
import dev.slipway.testkit.LoadPlan;
import dev.slipway.testkit.LoadReport;
import dev.slipway.testkit.LoadWire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** Those who use the shop all the time, each kind in its way. Whatever becomes of the control plane, they see nothing. */
final class Customers implements AutoCloseable {

    private final Map<Kind, LoadClient> loads = new EnumMap<>(Kind.class);
    private final List<Talkers> talkers = new ArrayList<>();

    private Customers() {}

    /** How a customer speaks. */
    enum Kind {
        /** HTTP/1.1. */
        H1,
        /** HTTP/2 over TLS. */
        H2,
        /** A WebSocket that is held open. */
        WS
    }

    /** Kinds from words such as {@code h1,ws}. */
    static Set<Kind> kinds(String words) {
        return Stream.of(words.split(","))
                .map(String::toUpperCase)
                .map(Kind::valueOf)
                .collect(Collectors.toSet());
    }

    /**
     * Begins at once.
     *
     * @param rate requests per second, over all kinds of requests together
     * @param trust what the edge's certificate is believed by
     */
    static Customers come(Set<Kind> kinds, int rate, LiveServer server, Path home, SSLContext trust)
            throws IOException {
        EdgeView edge = EdgeView.of(home);
        Set<Kind> asking = kinds.stream().filter(kind -> kind != Kind.WS).collect(Collectors.toSet());
        int each = rate / Math.max(1, asking.size());
        Customers customers = new Customers();
        for (Kind kind : kinds) {
            switch (kind) {
                case H1 -> customers.ask(kind, LoadPlan.to(server.edgePort(), "shop.localhost", "/"), each);
                case H2 ->
                    customers.ask(
                            kind, LoadPlan.to(edge.tlsPort(), "localhost", "/").over(new LoadWire.Http2(trust)), each);
                case WS -> customers.talkers.add(Talkers.start(server.edgePort(), edge));
            }
        }
        return customers;
    }

    private void ask(Kind kind, LoadPlan plan, int rate) {
        loads.put(kind, LoadClient.start(plan.withConnections(4 + rate / 100).withRate(rate)));
    }

    /** Lets them go, and holds what they have seen against what they must not see; tells it in words. */
    String goUnharmed(Duration drain) throws InterruptedException {
        List<String> words = new ArrayList<>();
        for (Map.Entry<Kind, LoadClient> load : loads.entrySet()) {
            LoadReport report = load.getValue().stop();
            String said = load.getKey() + ": " + report;
            assertThat(report.answered()).as(said).isPositive();
            assertThat(report.failed()).as(said).isZero();
            assertThat(report.byStatus()).as(said).containsOnlyKeys(200);
            words.add("%s: %d requests, 0 failed, %d connections made anew; p50 %d ms, p99 %d ms, longest %d ms"
                    .formatted(
                            load.getKey(),
                            report.answered(),
                            report.reconnected(),
                            report.p50().toMillis(),
                            report.p99().toMillis(),
                            report.longest().toMillis()));
        }
        for (Talkers talking : talkers) {
            words.add(talking.goUnharmed(drain));
        }
        return String.join("; ", words);
    }

    @Override
    public void close() throws InterruptedException {
        for (LoadClient load : loads.values()) {
            load.close();
        }
        for (Talkers talking : talkers) {
            talking.close();
        }
    }
}
