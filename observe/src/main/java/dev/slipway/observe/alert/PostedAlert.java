package dev.slipway.observe.alert;

import dev.slipway.promql.series.Labels;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An alert as it arrives: from our own rules or from a program that posts it. Two with equal labels are the same one.
 *
 * @param source the project whose rule it is, or another word for who posted it
 * @param endsAt when it has ended or, if it is posted again and again, when it will count as ended; empty while it fires
 * @param generatorUrl where people see more
 */
public record PostedAlert(
        Labels labels,
        Map<String, String> annotations,
        String source,
        Instant startsAt,
        Optional<Instant> endsAt,
        Instant updatedAt,
        String generatorUrl) {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    public PostedAlert {
        annotations = Map.copyOf(annotations);
    }

    /** True when it has ended as of that time. */
    public boolean isResolved(Instant now) {
        return endsAt.isPresent() && !endsAt.get().isAfter(now);
    }

    /** The name of its rule. */
    public String name() {
        return labels.get("alertname");
    }

    /** Sixteen hexadecimal digits that stand for the labels: FNV-1a with separators, as Alertmanager makes it. */
    public String fingerprint() {
        long hash = FNV_OFFSET;
        for (int i = 0; i < labels.size(); i++) {
            hash = add(hash, labels.name(i));
            hash = add(hash, labels.value(i));
        }
        return String.format("%016x", hash);
    }

    private static long add(long hash, String text) {
        long sum = hash;
        for (byte next : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            sum = (sum ^ (next & 0xff)) * FNV_PRIME;
        }
        return (sum ^ 0xff) * FNV_PRIME;
    }
}
