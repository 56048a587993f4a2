package dev.slipway.edge;

import dev.slipway.edge.handover.Estate;
import dev.slipway.edge.handover.Predecessor;
import dev.slipway.edge.route.Route;
import dev.slipway.edge.traffic.Remnant;
import dev.slipway.edge.traffic.Switchboard;
import dev.slipway.edge.traffic.TrafficLedger;
import dev.slipway.edge.traffic.TrafficReport;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** This edge and those before it that still finish their requests: one change of routes, one count for all of them. */
final class Lineage implements Estate {

    private final Switchboard board;
    private final TrafficLedger ledger;
    private volatile @Nullable Predecessor before;

    Lineage(Switchboard board, TrafficLedger ledger) {
        this.board = board;
        this.ledger = ledger;
    }

    void comesAfter(Predecessor predecessor) {
        before = predecessor;
    }

    @Override
    public void follow(List<Route> routes) {
        board.install(routes);
        Predecessor earlier = before;
        if (earlier != null) {
            earlier.follow(routes);
        }
    }

    @Override
    public List<Remnant> remnants() {
        return Stream.concat(ledger.remnants().stream(), earlier().stream()).toList();
    }

    /** What this edge did, and all that is in flight. */
    TrafficReport report(String bootId) {
        List<Remnant> earlier = earlier();
        return ledger.report(bootId).with(earlier);
    }

    private List<Remnant> earlier() {
        Predecessor earlier = before;
        return earlier == null ? List.of() : earlier.remnants();
    }

    /** Returns when the edges before this one have ended. */
    void awaitEarlier() throws InterruptedException {
        Predecessor earlier = before;
        if (earlier != null) {
            earlier.awaitEnd();
        }
    }

    /** Lets go of the edges before this one; they end by themselves. */
    void close() {
        Predecessor earlier = before;
        if (earlier != null) {
            earlier.close();
        }
    }
}
