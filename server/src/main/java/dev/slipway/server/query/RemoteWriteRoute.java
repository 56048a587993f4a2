package dev.slipway.server.query;

import dev.slipway.kernel.Problem;
import dev.slipway.observe.remote.RemoteWrite;
import dev.slipway.observe.store.AppendReport;
import dev.slipway.observe.store.Batch;
import dev.slipway.server.watch.Watch;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.util.List;

/** Takes samples that a Prometheus or an agent sends: remote write 1.0. */
public final class RemoteWriteRoute implements RouteSource {

    private final Watch watch;

    public RemoteWriteRoute(Watch watch) {
        this.watch = watch;
    }

    @Override
    public List<Route> routes() {
        return List.of(new Route(
                Method.POST,
                QueryRoutes.ROOT + "/api/v1/write",
                Access.wholeServer(Scope.WRITE, Role.MAINTAINER),
                Reply.guarded(this::write),
                "Prometheus: takes samples by remote write 1.0."));
    }

    private void write(Exchange exchange) {
        Batch batch = watch.station().store().batch();
        for (RemoteWrite.Written series : RemoteWrite.read(exchange.bytes())) {
            for (int i = 0; i < series.values().length; i++) {
                batch.add(series.labels(), series.timesMillis()[i], series.values()[i]);
            }
        }
        AppendReport report = batch.commit();
        if (report.refused() > 0) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "samples-refused",
                    report.refused() + " samples were refused: " + report.tooOld() + " too old, " + report.tooNew()
                            + " too new, " + report.duplicates() + " duplicates, " + report.refusedSeries()
                            + " of too many series",
                    "the others were stored; do not send these again");
        }
        exchange.noContent();
    }
}
