package dev.slipway.observe.block;

import java.util.ArrayList;
import java.util.List;

/**
 * Stretches of time, apart from each other and in order.
 *
 * @param spans both ends included
 */
public record Intervals(List<Span> spans) {

    public static final Intervals NONE = new Intervals(List.of());

    /**
     * One stretch, in milliseconds.
     *
     * @param to included
     */
    public record Span(long from, long to) {}

    public Intervals {
        spans = List.copyOf(spans);
    }

    public boolean isEmpty() {
        return spans.isEmpty();
    }

    public boolean contains(long time) {
        for (Span span : spans) {
            if (time >= span.from() && time <= span.to()) {
                return true;
            }
        }
        return false;
    }

    /** True when all of a stretch lies in one of these. */
    public boolean covers(long from, long to) {
        return spans.stream().anyMatch(span -> span.from() <= from && span.to() >= to);
    }

    /** These and one more; what touches becomes one. */
    public Intervals with(long from, long to) {
        List<Span> before = new ArrayList<>();
        List<Span> after = new ArrayList<>();
        long low = from;
        long high = to;
        for (Span span : spans) {
            if (span.to() < from) {
                before.add(span);
            } else if (span.from() > to) {
                after.add(span);
            } else {
                low = Math.min(low, span.from());
                high = Math.max(high, span.to());
            }
        }
        before.add(new Span(low, high));
        before.addAll(after);
        return new Intervals(before);
    }

    /** What of these lies at a time or later. */
    public Intervals from(long time) {
        return new Intervals(spans.stream().filter(span -> span.to() >= time).toList());
    }
}
