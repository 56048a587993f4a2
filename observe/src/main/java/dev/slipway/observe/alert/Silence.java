package dev.slipway.observe.alert;

import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Matcher;
import java.time.Instant;
import java.util.List;

/** Holds back what is told of the alerts that its matchers fit, for a while. */
public record Silence(
        String id,
        List<Matcher> matchers,
        Instant startsAt,
        Instant endsAt,
        String createdBy,
        String comment,
        Instant updatedAt) {

    public Silence {
        matchers = List.copyOf(matchers);
    }

    /** Where a silence is in its life. */
    public enum Phase {
        /** It begins later. */
        PENDING,
        /** It holds back. */
        ACTIVE,
        /** It is over. */
        EXPIRED
    }

    public Phase phase(Instant now) {
        if (!now.isBefore(endsAt)) {
            return Phase.EXPIRED;
        }
        return now.isBefore(startsAt) ? Phase.PENDING : Phase.ACTIVE;
    }

    /** True when it holds back an alert with these labels now. */
    public boolean mutes(Labels labels, Instant now) {
        return phase(now) == Phase.ACTIVE && MatcherText.matches(matchers, labels);
    }

    /** The same, over as of that time. */
    public Silence expired(Instant now) {
        Instant start = startsAt.isAfter(now) ? now : startsAt;
        return new Silence(id, matchers, start, now, createdBy, comment, now);
    }
}
