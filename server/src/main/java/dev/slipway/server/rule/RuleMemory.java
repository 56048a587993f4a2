package dev.slipway.server.rule;

import dev.slipway.kernel.Json;
import dev.slipway.promql.format.FloatText;
import dev.slipway.promql.rule.Alert;
import dev.slipway.promql.rule.AlertState;
import dev.slipway.promql.rule.RuleRun;
import dev.slipway.promql.series.Labels;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rule had come to, as it is kept over restarts.
 *
 * @param written labels of the series that it wrote last
 */
record RuleMemory(List<Kept> alerts, List<Map<String, String>> written) {

    /** One alert; times are milliseconds since the epoch, null for never. */
    record Kept(
            Map<String, String> labels,
            Map<String, String> source,
            Map<String, String> annotations,
            AlertState state,
            String value,
            long activeAt,
            @Nullable Long firedAt,
            @Nullable Long keptSince,
            @Nullable Long resolvedAt,
            @Nullable Long missingSince) {

        static Kept of(Alert alert) {
            return new Kept(
                    alert.labels().asMap(),
                    alert.source().asMap(),
                    alert.annotations().asMap(),
                    alert.state(),
                    FloatText.plain(alert.value()),
                    alert.activeAtMillis(),
                    boxed(alert.firedAtMillis()),
                    boxed(alert.keptSinceMillis()),
                    boxed(alert.resolvedAtMillis()),
                    boxed(alert.missingSinceMillis()));
        }

        Alert alert() {
            return new Alert(
                    Labels.of(labels),
                    Labels.of(source),
                    Labels.of(annotations),
                    state,
                    FloatText.parse(value).orElse(Double.NaN),
                    activeAt,
                    optional(firedAt),
                    optional(keptSince),
                    optional(resolvedAt),
                    optional(missingSince));
        }

        private static @Nullable Long boxed(OptionalLong value) {
            return value.isPresent() ? value.getAsLong() : null;
        }

        private static OptionalLong optional(@Nullable Long value) {
            return value == null ? OptionalLong.empty() : OptionalLong.of(value);
        }
    }

    static String write(RuleRun run) {
        return Json.write(new RuleMemory(
                run.alerts().values().stream()
                        .map(Kept::of)
                        .sorted((one, other) -> Labels.of(one.labels()).compareTo(Labels.of(other.labels())))
                        .toList(),
                run.written().stream().sorted().map(Labels::asMap).toList()));
    }

    static RuleRun read(String text) {
        RuleMemory memory = Json.read(text, RuleMemory.class);
        Map<Labels, Alert> alerts = new LinkedHashMap<>();
        memory.alerts().forEach(kept -> alerts.put(Labels.of(kept.labels()), kept.alert()));
        Set<Labels> written = new HashSet<>();
        memory.written().forEach(labels -> written.add(Labels.of(labels)));
        return new RuleRun(alerts, written, List.of());
    }
}
