package dev.slipway.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testkit.SocketLoad;
import dev.slipway.testkit.SocketReport;
import dev.slipway.testkit.SocketVisit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Customers with WebSockets. Each may be ended when its release has left the route for the drain time, not before, and is
 * told to come back: then it meets another instance.
 */
final class Talkers implements AutoCloseable {

    private static final int USERS = 8;
    private static final int GOING_AWAY = 1001;

    private final EdgeView edge;
    private final SocketLoad load;
    private final List<End> ends = new CopyOnWriteArrayList<>();

    private Talkers(int port, EdgeView edge) {
        this.edge = edge;
        this.load = SocketLoad.start(port, "shop.localhost", USERS, this::ended);
    }

    static Talkers start(int port, EdgeView edge) {
        return new Talkers(port, edge);
    }

    /**
     * A WebSocket that was ended.
     *
     * @param left how long before, at most, its instance had left the route; empty when it had not
     */
    private record End(SocketVisit visit, Optional<Duration> left) {}

    /** Asks at once, while the edge still knows. */
    private void ended(SocketVisit visit) {
        Duration since = Duration.between(visit.ended(), Instant.now());
        try {
            ends.add(new End(visit, edge.left(visit.release(), visit.instance()).map(left -> left.minus(since))));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets them go, and holds what they have seen against what they may see; tells it in words. */
    String goUnharmed(Duration drain) throws InterruptedException {
        SocketReport report = load.stop();
        assertThat(report.failures()).isEmpty();
        assertThat(report.heard()).isPositive();
        assertThat(report.visits()).as("releases were switched").isNotEmpty();
        assertThat(ends).as("each end was looked at").hasSameSizeAs(report.visits());
        assertThat(ends)
                .allSatisfy(end -> assertThat(end.left())
                        .as(end.toString())
                        .hasValueSatisfying(left -> assertThat(left).isGreaterThanOrEqualTo(drain)));
        assertThat(report.visits())
                .allSatisfy(
                        visit -> assertThat(visit.code()).as(visit.toString()).isEqualTo(GOING_AWAY));
        comesBackToAnother(report.visits());
        Duration longest = ends.stream()
                .flatMap(end -> end.left().stream())
                .max(Duration::compareTo)
                .orElseThrow();
        return "WS: " + USERS + " held, " + report.heard() + " words heard again, " + ends.size()
                + " ended by a switch, at most " + longest.toMillis() + " ms after it, 0 before " + drain.toMillis();
    }

    private static void comesBackToAnother(List<SocketVisit> visits) {
        Map<Integer, String> last = new HashMap<>();
        for (SocketVisit visit : visits) {
            String before = last.put(visit.user(), visit.release() + " at " + visit.instance());
            assertThat(visit.release() + " at " + visit.instance()).isNotEqualTo(before);
        }
    }

    @Override
    public void close() throws InterruptedException {
        load.close();
    }
}
