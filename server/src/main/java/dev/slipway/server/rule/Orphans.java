package dev.slipway.server.rule;

import dev.slipway.observe.store.Batch;
import dev.slipway.observe.store.TimeSeriesStore;
import dev.slipway.promql.rule.Alert;
import dev.slipway.promql.rule.RuleRun;
import dev.slipway.promql.series.Staleness;
import dev.slipway.store.Database;
import dev.slipway.store.watch.RuleStateRows;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Ends what rules left that are gone: their series, and their alerts, which would else fire for ever. */
record Orphans(Database database, TimeSeriesStore store, RuleNews news) {

    /**
     * @param kept states by rule id
     * @param living ids of the rules that are evaluated
     */
    void end(Map<String, RuleStateRows.Row> kept, Set<String> living, Instant at) {
        kept.forEach((id, row) -> {
            if (!living.contains(id)) {
                end(id, row, at);
            }
        });
    }

    private void end(String id, RuleStateRows.Row row, Instant at) {
        RuleRun run = RuleMemory.read(row.state());
        Batch batch = store.batch();
        run.written().forEach(labels -> batch.add(labels, at.toEpochMilli(), Staleness.MARKER));
        batch.commit();
        Collection<Alert> ended = GroupRun.told(run).stream()
                .filter(Alert::isActive)
                .map(alert -> alert.endedAt(at.toEpochMilli()))
                .toList();
        database.execute(sql -> {
            RuleStateRows.delete(sql, id);
            news.evaluated(sql, new RuleNews.Evaluated(row.source(), "", false, at), List.of(), ended);
        });
    }
}
