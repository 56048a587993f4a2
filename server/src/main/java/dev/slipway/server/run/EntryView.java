package dev.slipway.server.run;

import dev.slipway.delivery.gate.Approval;
import dev.slipway.delivery.gate.GateStatus;
import dev.slipway.store.run.JobEntry;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The environment that a leg has entered or waits for.
 *
 * @param gates as they stand, while it waits
 */
public record EntryView(
        String name,
        @Nullable String url,
        Instant requestedAt,
        @Nullable Instant openedAt,
        List<GateStatus> gates,
        List<Approval> approvals) {

    static EntryView of(JobEntry entry, List<GateStatus> gates, List<Approval> approvals) {
        return new EntryView(entry.environment(), entry.url(), entry.requestedAt(), entry.openedAt(), gates, approvals);
    }
}
