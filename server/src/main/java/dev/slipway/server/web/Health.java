package dev.slipway.server.web;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the server is: as its worst part. */
public final class Health {

    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    private final List<HealthPart> parts;

    public Health(List<HealthPart> parts) {
        this.parts = List.copyOf(parts);
    }

    /** Looks at every part now. */
    public Report report() {
        List<PartReport> reports = parts.stream().map(Health::look).toList();
        HealthPart.Level worst = reports.stream()
                .map(PartReport::status)
                .max(Comparator.naturalOrder())
                .orElse(HealthPart.Level.HEALTHY);
        return new Report(worst, reports);
    }

    private static PartReport look(HealthPart part) {
        try {
            HealthPart.Condition condition = part.condition();
            return new PartReport(part.name(), condition.level(), condition.reason());
        } catch (RuntimeException e) {
            LOG.error("the health of {} could not be seen", part.name(), e);
            return new PartReport(part.name(), HealthPart.Level.UNHEALTHY, "its state cannot be seen; see the log");
        }
    }

    /** @param status of the worst part */
    public record Report(HealthPart.Level status, List<PartReport> parts) {}

    /** @param reason absent when healthy */
    public record PartReport(
            String name, HealthPart.Level status, @Nullable String reason) {}
}
